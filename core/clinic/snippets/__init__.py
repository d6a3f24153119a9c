"""The broken snippets and their fixes, by subject: code as learners write it, so without types."""
