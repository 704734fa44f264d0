"""The formula language: parser, resolved tree, and the reference interpreter."""
