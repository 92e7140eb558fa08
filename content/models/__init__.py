from content.models.approval import FourEyesTask, SecondApprovalTask
from content.models.media import ImageRendition, LibraryDocument, LibraryImage, LibraryVideo
from content.models.places import Channel, ChannelGroup, Organization
from content.models.posts import ChannelText, Post, PostDocument, PostMedia, PostVideo, Rendition
from content.models.submissions import ReviewComment, Submission
from content.models.templates import PostTemplate

__all__ = [
    "Channel",
    "ChannelGroup",
    "ChannelText",
    "FourEyesTask",
    "ImageRendition",
    "LibraryDocument",
    "LibraryImage",
    "LibraryVideo",
    "Organization",
    "Post",
    "PostDocument",
    "PostMedia",
    "PostTemplate",
    "PostVideo",
    "Rendition",
    "ReviewComment",
    "SecondApprovalTask",
    "Submission",
]
