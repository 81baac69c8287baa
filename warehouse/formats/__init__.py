"""One small reader per format: bytes in, Articles or Rejects out. No network, no warehouse, nothing outside the bytes given."""
