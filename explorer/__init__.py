"""The read-only web reader over the published file. Nothing here yet; it has an issue of its own."""
