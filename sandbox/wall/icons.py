"""Small line drawings of the wall, inline so that no page needs anything from elsewhere."""

LOGOS = {
    "telegram": '<svg viewBox="0 0 24 24">'
    '<path d="M3 11.2 20.5 4 17.6 20l-5.4-4.1-2.8 2.8-.5-5.1L17 7.5 6.8 12.7z"/></svg>',
    "facebook": '<svg viewBox="0 0 24 24"><path d="M13.6 21v-8h2.7l.5-3.3h-3.2V7.8c0-1 .4-1.6 1.7-1.6H17V3.3'
    'A17 17 0 0 0 14.7 3.1C12 3.1 10.3 4.7 10.3 7.4v2.3H7.5V13h2.8v8z"/></svg>',
    "instagram": '<svg viewBox="0 0 24 24" fill="none" stroke-width="2" style="fill:none"><rect x="3.5" y="3.5" '
    'width="17" height="17" rx="5"/><circle cx="12" cy="12" r="4"/><circle cx="17" cy="7" r=".8"/></svg>',
    "wordpress": '<svg viewBox="0 0 24 24" fill="none" stroke-width="2" style="fill:none">'
    '<circle cx="12" cy="12" r="9"/><path d="M5 8.5l4 10.5 3-8 3 8 4-10.5"/></svg>',
    "webhook": '<svg viewBox="0 0 24 24" fill="none" stroke-width="2" style="fill:none">'
    '<circle cx="12" cy="6.5" r="3"/><circle cx="6" cy="17" r="3"/><circle cx="18" cy="17" r="3"/>'
    '<path d="M11 9.5l-3.5 5M13 9l3.5 5.5M9 17h6"/></svg>',
    "newspaper": '<svg viewBox="0 0 24 24" fill="none" stroke-width="2" style="fill:none">'
    '<rect x="3.5" y="5" width="17" height="14" rx="1"/><path d="M7 9h10M7 12.5h4M7 15.5h4M14 12.5h3v3h-3z"/></svg>',
}  # fmt: skip
EYE = '<svg class="eye" viewBox="0 0 24 24"><path d="M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12z"/><circle cx="12" cy="12" r="3"/></svg>'  # noqa: E501
LIKE = '<svg viewBox="0 0 24 24"><path d="M7 21H4V10h3zm0-10 4-8c1.5 0 2.5 1 2.5 2.5V9H19l-1.5 12H7"/></svg>'
TALK = '<svg viewBox="0 0 24 24"><path d="M21 12a8.5 8.5 0 0 1-12.5 7.5L3 21l1.5-5A8.5 8.5 0 1 1 21 12z"/></svg>'
SHARE = '<svg viewBox="0 0 24 24"><path d="M14 5l7 7-7 7v-4C8 15 5 17 3 20c0-6 4-10 11-11z"/></svg>'
HEART = '<svg viewBox="0 0 24 24"><path d="M12 20S3.5 15 3.5 8.7A4.7 4.7 0 0 1 12 6a4.7 4.7 0 0 1 8.5 2.7C20.5 15 12 20 12 20z"/></svg>'  # noqa: E501
