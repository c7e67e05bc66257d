"""Addresses of referrals."""

from django.urls import URLPattern, URLResolver, path

from sukoon.referrals.views import lists, new, one, outside, send

app_name = "referrals"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", lists.inbox, name="inbox"),
    path("sent/", lists.sent, name="sent"),
    path("late/", lists.late, name="late"),
    path("alarms/", lists.alarms, name="alarms"),
    path("new/<uuid:case>/", new.new, name="new"),
    path("link/<str:secret>/", outside.outside, name="outside"),
    path("<uuid:pk>/", one.referral_page, name="referral"),
    path("<uuid:pk>/send/", send.send, name="send"),
    path("<uuid:pk>/step/<slug:state>/", one.step, name="step"),
    path("<uuid:pk>/pass-on/", one.pass_on, name="pass_on"),
    path("<uuid:pk>/link/", one.link_make, name="link_make"),
    path("<uuid:pk>/link/end/", one.link_end, name="link_end"),
    path("<uuid:pk>/slip/", one.slip, name="slip"),
]
