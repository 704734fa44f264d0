"""The pages of a report: HTML that opens from a folder, in Chinese and English."""
