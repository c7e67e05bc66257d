"""Addresses of supervision."""

from django.urls import URLPattern, URLResolver, path

from sukoon.supervision.views import audits, figures, moves, people, requests, sessions

app_name = "supervision"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", requests.queue, name="queue"),
    path("mine/", requests.mine, name="mine"),
    path("ask/<uuid:pk>/", requests.ask, name="ask"),
    path("figures/", figures.figures, name="figures"),
    path("alarms/", people.alarms, name="alarms"),
    path("sessions/", sessions.sessions, name="sessions"),
    path("sessions/new/", sessions.session_new, name="session_new"),
    path("sessions/<uuid:pk>/", sessions.session, name="session"),
    path("sessions/<uuid:pk>/log/", sessions.session_log, name="session_log"),
    path("sessions/<uuid:pk>/cancel/", sessions.session_cancel, name="session_cancel"),
    path("points/<uuid:pk>/done/", sessions.point_done, name="point_done"),
    path("workers/", people.workers, name="workers"),
    path("workers/<uuid:pk>/", people.worker, name="worker"),
    path("workers/<uuid:pk>/rate/", people.worker_rate, name="worker_rate"),
    path("workers/<uuid:pk>/quiet/", people.worker_quiet, name="worker_quiet"),
    path("workers/<uuid:pk>/nudge/", people.worker_nudge, name="worker_nudge"),
    path("standing/new/", people.standing_new, name="standing_new"),
    path("standing/<uuid:pk>/end/", people.standing_end, name="standing_end"),
    path("away/", people.away, name="away"),
    path("away/<uuid:pk>/back/", people.back, name="back"),
    path("audits/", audits.audits, name="audits"),
    path("audits/new/", audits.sample_new, name="sample_new"),
    path("audits/<uuid:pk>/", audits.check, name="check"),
    path("<uuid:pk>/", requests.request_page, name="request"),
    path("<uuid:pk>/answer/", requests.answer, name="answer"),
    path("<uuid:pk>/take/", moves.take, name="take"),
    path("<uuid:pk>/more/", moves.more, name="more"),
    path("<uuid:pk>/assign/", moves.assign, name="assign"),
    path("<uuid:pk>/read/", moves.read, name="read"),
    path("<uuid:pk>/use/", moves.use, name="use"),
    path("<uuid:pk>/dispute/", moves.dispute, name="dispute"),
    path("<uuid:pk>/close/", moves.close, name="close"),
    path("<uuid:pk>/rate/", moves.rate, name="rate"),
    path("<uuid:pk>/meeting/", moves.meet, name="meet"),
    path("<uuid:pk>/voice/<uuid:voice>/", moves.voice, name="voice"),
]
