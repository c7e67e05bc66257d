"""Addresses of coordination."""

from django.urls import URLPattern, URLResolver, path

from sukoon.coordination.views import groups, meetings, open_pages, pledge_import, pledges

app_name = "coordination"
PLEDGES = [
    path("pledges/", pledges.pledges, name="pledges"),
    path("pledges/export/", pledges.export, name="pledges_export"),
    path("pledges/import/", pledge_import.pledges_import, name="pledges_import"),
    path("pledges/new/", pledges.commitment_new, name="commitment_new"),
    path("pledges/<uuid:pk>/", pledges.commitment, name="commitment"),
    path("pledges/<uuid:pk>/change/", pledges.commitment_change, name="commitment_change"),
    path("pledges/<uuid:pk>/update/", pledges.update, name="commitment_update"),
    path("pledges/<uuid:pk>/evidence/<uuid:told>/", pledges.evidence, name="evidence"),
    path("pledges/<uuid:pk>/services/<uuid:service>/", pledges.decide, name="decide"),
    path("bundles/new/", pledges.pledge_new, name="pledge_new"),
    path("bundles/<uuid:pk>/", pledges.pledge, name="pledge"),
    path("bundles/<uuid:pk>/change/", pledges.pledge_change, name="pledge_change"),
    path("bundles/<uuid:pk>/publish/", pledges.pledge_publish, name="pledge_publish"),
    path("matches/", pledges.matches, name="matches"),
    path("matches/new/", pledges.match_new, name="match_new"),
    path("published/", open_pages.published, name="published"),
    path("published/<uuid:pk>/", open_pages.published_pledge, name="published_pledge"),
]
MEETINGS = [
    path("groups/", groups.groups, name="groups"),
    path("groups/new/", groups.group_new, name="group_new"),
    path("groups/<uuid:pk>/", groups.group, name="group"),
    path("groups/<uuid:pk>/change/", groups.group_change, name="group_change"),
    path("groups/<uuid:pk>/members/", groups.member, name="member"),
    path("groups/<uuid:pk>/ask/", groups.ask, name="ask"),
    path("groups/<uuid:pk>/calendar.ics", groups.calendar, name="calendar"),
    path("groups/<uuid:pk>/meetings/new/", meetings.meeting_new, name="meeting_new"),
    path("calendar/<str:signed>/", groups.calendar_feed, name="calendar_feed"),
    path("asked/<uuid:pk>/", groups.answer, name="answer"),
    path("meetings/<uuid:pk>/", meetings.meeting, name="meeting"),
    path("meetings/<uuid:pk>/change/", meetings.meeting_change, name="meeting_change"),
    path("meetings/<uuid:pk>/attendance/", meetings.attendance, name="attendance"),
    path("meetings/<uuid:pk>/statements/new/", meetings.statement, name="statement"),
    path("meetings/<uuid:pk>/decisions/new/", meetings.decision, name="decision"),
    path("meetings/<uuid:pk>/actions/new/", meetings.action_new, name="action_new"),
    path("meetings/<uuid:pk>/minutes/", meetings.minutes, name="minutes"),
    path("meetings/<uuid:pk>/minutes.pdf", meetings.minutes_file, name="minutes_file"),
    path("meetings/<uuid:pk>/documents/new/", meetings.document_new, name="document_new"),
    path("meetings/<uuid:pk>/documents/<uuid:paper>/", meetings.document, name="document"),
    path("meetings/<uuid:pk>/move/", meetings.move, name="meeting_move"),
    path("meetings/<uuid:pk>/send/", meetings.send, name="meeting_send"),
    path("actions/", meetings.action_points, name="action_points"),
    path("actions/<uuid:pk>/", meetings.action_move, name="action_move"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", groups.home, name="home"),
    *PLEDGES,
    *MEETINGS,
]
