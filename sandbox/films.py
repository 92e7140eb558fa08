"""Looks at films as far as platforms do at once: is it a file of the MP4 or QuickTime family, begun by its own box."""

_BRANDS = {
    b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"hvc1", b"hev1", b"M4V ", b"dash",
    b"qt  ", b"MSNV",
}  # fmt: skip
_SHORTEST_BOX = 16


def brand_of(content: bytes) -> str:
    """The major brand of the `ftyp` box at the beginning, empty when there is none or it is of another family."""
    size = int.from_bytes(content[:4], "big")
    if content[4:8] != b"ftyp" or not _SHORTEST_BOX <= size <= len(content):
        return ""
    brand = content[8:12]
    return brand.decode() if brand in _BRANDS else ""


def content_type(content: bytes) -> str:
    """The MIME type by the brand, empty for what is no film."""
    brand = brand_of(content)
    if not brand:
        return ""
    return "video/quicktime" if brand == "qt  " else "video/mp4"
