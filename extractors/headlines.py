"""How to tell a line in title case, where the model's tags and names are not to be trusted."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token


def is_title_case(tokens: Iterable[Token]) -> bool:
    """Whether a line of at least three longer words capitalises nearly all of them, as headlines do."""
    words = [token.text for token in tokens if len(token) > 3 and token.is_alpha]
    return len(words) >= 3 and sum(word[0].isupper() for word in words) >= 0.75 * len(words)
