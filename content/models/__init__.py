from content.models.approval import FourEyesTask
from content.models.media import ImageRendition, LibraryDocument, LibraryImage
from content.models.places import Channel, Organization
from content.models.posts import ChannelText, Post, PostMedia, Rendition
from content.models.templates import PostTemplate

__all__ = [
    "Channel",
    "ChannelText",
    "FourEyesTask",
    "ImageRendition",
    "LibraryDocument",
    "LibraryImage",
    "Organization",
    "Post",
    "PostMedia",
    "PostTemplate",
    "Rendition",
]
