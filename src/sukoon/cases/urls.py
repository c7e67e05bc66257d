"""Addresses of cases."""

from django.urls import URLPattern, URLResolver, path

from sukoon.cases.views import cases, entries, plans, scores, worklists

app_name = "cases"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", worklists.worklist, name="worklist"),
    path("assign/", worklists.bulk_assign, name="bulk_assign"),
    path("group/", entries.group_contact, name="group"),
    path("new/<uuid:person>/", cases.case_new, name="case_new"),
    path("<uuid:pk>/", cases.case_page, name="case"),
    path("<uuid:pk>/add/<slug:kind>/", entries.entry_new, name="entry_new"),
    path("<uuid:pk>/move/", cases.case_move, name="case_move"),
    path("<uuid:pk>/close/", cases.case_close, name="case_close"),
    path("<uuid:pk>/reopen/", cases.case_reopen, name="case_reopen"),
    path("<uuid:pk>/assign/", cases.case_assign, name="case_assign"),
    path("<uuid:pk>/links/", cases.case_link, name="case_link"),
    path("<uuid:pk>/links/<uuid:link>/end/", cases.link_end, name="link_end"),
    path("<uuid:pk>/plan/", plans.plan, name="plan"),
    path("<uuid:pk>/conflicts/<uuid:conflict>/", plans.conflict, name="conflict"),
    path("<uuid:pk>/tasks/new/", entries.task_new, name="task_new"),
    path("<uuid:pk>/tasks/<uuid:task>/end/", entries.task_end, name="task_end"),
    path("<uuid:pk>/files/<uuid:file>/", entries.attachment, name="attachment"),
    path("<uuid:pk>/instruments/", scores.choose, name="instruments"),
    path("<uuid:pk>/instruments/<slug:instrument>/", scores.answer, name="answer"),
    path("<uuid:pk>/scores/", scores.scores, name="scores"),
    path("<uuid:pk>/scores/<str:language>.pdf", scores.scores_print, name="scores_print"),
    path("entries/<uuid:pk>/amend/", entries.entry_amend, name="entry_amend"),
]
