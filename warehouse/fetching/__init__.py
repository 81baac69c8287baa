"""Fetching what a feeds file names, politely and from the public internet alone. Lands bytes as they came; reads no article."""
