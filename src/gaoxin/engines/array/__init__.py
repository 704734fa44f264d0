"""Running index plans on plain arrays: matrix methods, resampling and ranks by segment."""
