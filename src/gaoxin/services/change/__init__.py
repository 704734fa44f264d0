"""What changed between two years and why, of an index and of a zone's figure; what a target takes."""
