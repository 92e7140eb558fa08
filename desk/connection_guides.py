"""How to connect each kind of channel, step by step, in the words of those who do it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from content.models import Channel
from content.models.places import BY_HAND

Words = Promise | str


@dataclass(frozen=True, slots=True)
class Guide:
    """What to make where, and what to paste. An empty ``address`` or ``token``: the kind has none."""

    summary: Words
    steps: tuple[Words, ...]
    address: Words = ""
    example: str = ""
    token: Words = ""
    private: Words = ""
    """Where a first test post can go that no reader sees; empty: there is no such place."""


K = Channel.Kind

GUIDES: dict[str, Guide] = {
    K.WEBSITE: Guide(
        _("The site of this service itself: articles with pictures, videos and documents."),
        (
            _(
                "Choose the section in which articles without a section of their own appear, by the last part of "
                "its address."
            ),
            _("Save. Nothing else is needed: the site belongs to this service."),
        ),
        address=_("Section, may be empty"),
        example="yangiliklar",
    ),
    K.TELEGRAM: Guide(
        _("A channel or group in which a bot of yours may post."),
        (
            _("In Telegram, write to @BotFather, send /newbot, and give the bot a name. It answers with a token."),
            _("Open your channel, then Administrators, and add the bot. Allow it to post, edit and delete messages."),
            _("Paste the channel's @name here. A private channel has a number that begins with -100 instead."),
            _("Paste the token. Whoever has it can post in your name: show it to nobody."),
        ),
        address=_("@name or number of the channel"),
        example="@namunaobod",
        token=_("Token of the bot"),
        private=_("@name or number of a private channel in which the bot may post, too"),
    ),
    K.FACEBOOK: Guide(
        _("A Facebook page: posts, links, pictures, videos and announced broadcasts."),
        (
            _(
                "Sign in as somebody who manages the page, and open developers.facebook.com. Make an app of the "
                "kind Business."
            ),
            _(
                "In the Graph API Explorer choose the app and allow pages_show_list, pages_manage_posts and "
                "pages_read_engagement; for videos publish_video, too."
            ),
            _("For the figures of its posts allow read_insights, too. A page needs 100 followers for most of them."),
            _(
                "Exchange the token for one of sixty days, then ask /me/accounts: the page's own token stands "
                "beside the page's number."
            ),
            _(
                "Paste number and token of the page, not your own token. Switch the app to Live, else only you "
                "see its posts."
            ),
            _(
                "Better still, paste token, number and secret of the app with bars between: token|number|secret. "
                "Then its end is known before it comes."
            ),
        ),
        address=_("Number of the page"),
        example="200000000000001",
        token=_("Token of the page"),
        private=_("A picture is handed over and never shown."),
    ),
    K.INSTAGRAM: Guide(
        _("A professional Instagram account: a picture, several, or a short film."),
        (
            _("In Instagram switch the account to a professional one, and join it to your Facebook page."),
            _("In the Graph API Explorer allow instagram_basic, instagram_content_publish and pages_read_engagement."),
            _("For the figures of its posts allow instagram_manage_insights, too."),
            _("Ask for the page with the field instagram_business_account: the number you need stands there."),
            _("This site must be reachable from the internet: Instagram fetches the pictures from it."),
        ),
        address=_("Number of the account"),
        example="17841400000000001",
        token=_("Token of the page or of the person, as your app was approved"),
        private=_("A picture is handed over and never shown."),
    ),
    K.WORDPRESS: Guide(
        _("A WordPress site elsewhere: posts with pictures, videos and documents."),
        (
            _("Sign in to the site as an editor and open your profile."),
            _("Under Application Passwords enter “Mediareja” and press Add. The site shows a password once."),
            _("Paste the site's address, and your user name, a colon and that password as the token."),
        ),
        address=_("Address of the site, with https"),
        example="https://namunaobod.example",
        token=_("User name, colon, application password"),
        private=_("The test post is private and goes to the trash."),
    ),
    K.WEBHOOK: Guide(
        _("Another program is told of each post, signed by the Standard Webhooks rules."),
        (
            _("Those who run the receiving program give you its address and a key that begins with whsec_."),
            _("Paste both. While the key is changed, paste the new one and the old one with a blank between."),
        ),
        address=_("Address of the receiver, with https"),
        example="https://qabul.example/hook",
        token=_("Key of the receiver, whsec_…"),
    ),
    K.NEWSPAPER: Guide(
        _(
            "The newsroom gets a letter with the article as a Word file and the pictures; you add the printed"
            " issue as proof."
        ),
        (
            _("Ask the newsroom for the e-mail address that takes official texts."),
            _("Paste it. Several addresses are divided by commas."),
            _("Name the person who will watch for the issue and add the proof."),
        ),
        address=_("E-mail of the newsroom"),
        example="tahririyat@gazeta.example",
        private=_("Your own e-mail address"),
    ),
}
DONE_BY_PEOPLE = Guide(
    _("People carry it out. The service gives them the task with its deadline and asks for proof."),
    (
        _("Name the person who is responsible; the task comes by e-mail and stands under Tasks."),
        _("That person does the work, takes a photograph or keeps the link, and adds it to the task as proof."),
        _("A second person confirms the proof. Only then does it count as published."),
    ),
)


FROM_ELSEWHERE = Guide(
    _("A kind that an adapter from elsewhere brought along."),
    (_("Its own description says what address and token it takes. Paste both; they are tried at once."),),
    address=_("Address"),
    token=_("Token"),
)


def needs_token(kind: str) -> bool:
    """Whether a channel of the kind cannot work without one; letters can go out from the service's own account."""
    return bool(guide_for(kind).token)


def guide_for(kind: str) -> Guide:
    return GUIDES.get(kind) or (DONE_BY_PEOPLE if kind in BY_HAND else FROM_ELSEWHERE)
