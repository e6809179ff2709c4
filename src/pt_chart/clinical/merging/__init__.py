"""Two versions of one visit and where they came from: taken apart, compared, put together."""
