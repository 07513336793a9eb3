"""Makes what people send fit to be kept and shown: no invisible tricks, no excess."""

import re
import unicodedata

from handlers.errors import EmptyMessageError, TooLongError

# Telegram's own limit for a message, and about two screens of a phone's text for the web.
MESSAGE_LIMIT = 4096

# Control characters but for line breaks and tabs, and the marks that turn the direction of text
# (Unicode UAX #9), with which one line can be made to look like another; lone surrogates too.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
# No text so much longer than the limit comes below it by what is taken away.
_FAR = 4
_MANY_BREAKS = re.compile(r"\n{4,}")
# Joiners and blanks that are needed within words and emoji, but alone are nothing.
_BLANK = re.compile(
    "[\\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2060-\u2065\u3164\ufe00-\ufe0f\uffa0]+"
)


def clean(text: str, limit: int = MESSAGE_LIMIT) -> str:
    """Return what is to be kept of a text that somebody sent.

    Raises EmptyMessageError when nothing can be seen in it, TooLongError past `limit` characters.
    """
    # To compose many marks takes the square of their number in time, so not of any length.
    if len(text) > _FAR * limit:
        raise TooLongError(limit)
    plain = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    plain = _MANY_BREAKS.sub("\n\n\n", unicodedata.normalize("NFC", plain)).strip()
    if not _BLANK.sub("", plain):
        raise EmptyMessageError
    if len(plain) > limit:
        raise TooLongError(limit)
    return plain
