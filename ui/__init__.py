"""Everything the pages share: the frame, the controls, the caches, the charts."""
