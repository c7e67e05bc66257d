"""Addresses of coordination."""

from django.urls import URLPattern, URLResolver, path

from sukoon.coordination.views import open_pages, pledge_import, pledges

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
urlpatterns: list[URLPattern | URLResolver] = [*PLEDGES]
