"""Addresses of persons. An address holds ids only."""

from django.urls import path

from sukoon.people.views import consents, links, merges, persons, requests

app_name = "people"
urlpatterns = [
    path("", persons.home, name="home"),
    path("new/", persons.register, name="register"),
    path("notice/", consents.notice_page, name="notice"),
    path("pairs/", merges.pairs, name="pairs"),
    path("pairs/<uuid:pk>/", merges.pair, name="pair"),
    path("merges/<uuid:pk>/undo/", merges.unmerge, name="unmerge"),
    path("conflicts/<uuid:pk>/settle/", persons.settle, name="settle"),
    path("consents/<uuid:pk>/withdraw/", consents.withdraw, name="consent_withdraw"),
    path("links/<uuid:pk>/end/", links.end, name="link_end"),
    path("members/<uuid:pk>/leave/", links.leave, name="household_leave"),
    path("requests/", requests.waiting, name="requests"),
    path("requests/<uuid:pk>/", requests.request_page, name="request"),
    path("requests/<uuid:pk>/answer/", requests.answer, name="request_answer"),
    path("requests/<uuid:pk>/withdraw/", requests.withdraw, name="request_withdraw"),
    path("requests/<uuid:pk>/copy.json", requests.copy_json, name="copy_json"),
    path("requests/<uuid:pk>/copy.pdf", requests.copy_pdf, name="copy_pdf"),
    path("requests/<uuid:pk>/hold/", requests.hold, name="hold"),
    path("holds/<uuid:pk>/lift/", requests.lift, name="hold_lift"),
    path("<uuid:pk>/", persons.person_page, name="person"),
    path("<uuid:pk>/change/", persons.change, name="change"),
    path("<uuid:pk>/consents/new/", consents.new, name="consent_new"),
    path("<uuid:pk>/links/new/", links.new, name="link_new"),
    path("<uuid:pk>/household/", links.household, name="household"),
    path("<uuid:pk>/same/", merges.same, name="same"),
    path("<uuid:pk>/requests/new/", requests.new, name="request_new"),
]
