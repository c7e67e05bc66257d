"""Addresses of the staff desk."""

from django.urls import path

from sukoon.desk import access_report, registry, views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("services/new/", views.service_new, name="service_new"),
    path("services/<uuid:pk>/", views.service_change, name="service_change"),
    path("returns/", views.returns, name="returns"),
    path("returns/new/", views.return_choose, name="return_choose"),
    path("returns/new/<uuid:pk>/", views.return_new, name="return_new"),
    path("returns/<uuid:pk>/", views.return_page, name="return"),
    path("returns/<uuid:pk>/review/", views.return_review, name="return_review"),
    path("accounts/", views.accounts, name="accounts"),
    path("accounts/new/", views.account_new, name="account_new"),
    path("accounts/<uuid:pk>/", views.account, name="account"),
    path("accounts/<uuid:pk>/invite/", views.account_invite, name="account_invite"),
    path("accounts/<uuid:pk>/factors/", views.account_factors, name="account_factors"),
    path("accounts/<uuid:pk>/roles/<uuid:assignment>/take/", views.role_take, name="role_take"),
    path("glass/", views.glass, name="glass"),
    path("glass/<uuid:pk>/review/", views.glass_review, name="glass_review"),
    path("accounts/<uuid:pk>/close/", views.account_close, name="account_close"),
    path("organisations/", registry.organisations, name="organisations"),
    path("organisations/new/", registry.organisation_new, name="organisation_new"),
    path("organisations/<uuid:pk>/", registry.organisation_change, name="organisation_change"),
    path("organisations/<uuid:pk>/merge/", registry.organisation_merge, name="organisation_merge"),
    path("workers/", registry.workers, name="workers"),
    path("workers/new/", registry.worker_new, name="worker_new"),
    path("workers/<uuid:pk>/", registry.worker_change, name="worker_change"),
    path("teams/", registry.teams, name="teams"),
    path("teams/new/", registry.team_new, name="team_new"),
    path("teams/<uuid:pk>/", registry.team_change, name="team_change"),
    path("sites/", registry.sites, name="sites"),
    path("sites/new/", registry.site_new, name="site_new"),
    path("sites/<uuid:pk>/", registry.site_change, name="site_change"),
    path("areas/", registry.areas, name="areas"),
    path("outbox/", registry.outbox, name="outbox"),
    path("events/", views.events, name="events"),
    path("access-report/", access_report.page, name="access_report"),
    path("access-report/<uuid:pk>.pdf", access_report.printed, name="access_report_pdf"),
]
