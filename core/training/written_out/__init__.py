"""Training without autograd: forward, backward and update written out, bit for bit what the plain loop computes."""

from core.training.written_out.run import WrittenOutRun, can_write_out

__all__ = ["WrittenOutRun", "can_write_out"]
