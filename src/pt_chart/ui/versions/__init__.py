"""Two versions of one visit beside each other, and the versions kept beside a visit."""
