"""Addresses of surge."""

from django.urls import URLPattern, URLResolver, path

from sukoon.surge.views import assessments, deployments, emergencies, exercises, roster

app_name = "surge"
EMERGENCIES = [
    path("", emergencies.home, name="home"),
    path("emergencies/new/", emergencies.emergency_new, name="emergency_new"),
    path("emergencies/<uuid:pk>/", emergencies.emergency, name="emergency"),
    path("emergencies/<uuid:pk>/change/", emergencies.emergency_change, name="emergency_change"),
    path("emergencies/<uuid:pk>/disaster/", emergencies.disaster_mode, name="disaster_mode"),
    path("emergencies/<uuid:pk>/close/", emergencies.emergency_close, name="emergency_close"),
    path("emergencies/<uuid:pk>/ask/", deployments.request_new, name="request_new"),
]
ASSESSMENTS = [
    path("assessments/", assessments.assessments, name="assessments"),
    path("assessments/export/", assessments.assessments_export, name="assessments_export"),
    path("assessments/new/", assessments.assessment_new, name="assessment_new"),
    path("assessments/<uuid:pk>/", assessments.assessment, name="assessment"),
    path("assessments/<uuid:pk>/change/", assessments.assessment_change, name="assessment_change"),
    path("assessments/<uuid:pk>/move/", assessments.assessment_move, name="assessment_move"),
    path("assessments/<uuid:pk>/findings/new/", assessments.finding_new, name="finding_new"),
    path("assessments/<uuid:pk>/papers/new/", assessments.paper_new, name="paper_new"),
    path("assessments/<uuid:pk>/papers/<uuid:paper>/", assessments.paper, name="paper"),
]
ROSTER = [
    path("roster/", roster.roster, name="roster"),
    path("roster/new/", roster.expert_new, name="expert_new"),
    path("roster/<uuid:pk>/", roster.expert, name="expert"),
    path("roster/<uuid:pk>/change/", roster.expert_change, name="expert_change"),
    path("roster/<uuid:pk>/free/new/", roster.availability_new, name="availability_new"),
    path(
        "roster/<uuid:pk>/free/<uuid:told>/remove/",
        roster.availability_remove,
        name="availability_remove",
    ),
]
DEPLOYMENTS = [
    path("requests/<uuid:pk>/", deployments.request_page, name="request"),
    path("requests/<uuid:pk>/move/", deployments.request_move, name="request_move"),
    path("requests/<uuid:pk>/ask/<uuid:expert>/", deployments.offer, name="offer"),
    path("deployments/<uuid:pk>/", deployments.deployment, name="deployment"),
    path("deployments/<uuid:pk>/move/", deployments.deployment_move, name="deployment_move"),
    path("deployments/<uuid:pk>/report/", deployments.deployment_report, name="deployment_report"),
    path(
        "deployments/<uuid:pk>/papers/new/",
        deployments.deployment_paper_new,
        name="deployment_paper_new",
    ),
    path(
        "deployments/<uuid:pk>/papers/<uuid:paper>/",
        deployments.deployment_paper,
        name="deployment_paper",
    ),
]
EXERCISES = [
    path("exercises/", exercises.exercises, name="exercises"),
    path("exercises/new/", exercises.exercise_new, name="exercise_new"),
    path("exercises/<uuid:pk>/", exercises.exercise, name="exercise"),
    path("exercises/<uuid:pk>/change/", exercises.exercise_change, name="exercise_change"),
    path("exercises/<uuid:pk>/run/", exercises.exercise_run, name="exercise_run"),
    path("exercises/<uuid:pk>/injects/new/", exercises.inject_new, name="inject_new"),
    path("exercises/<uuid:pk>/injects/<uuid:inject>/give/", exercises.inject_give, name="inject_give"),
    path("exercises/<uuid:pk>/injects/<uuid:inject>/judge/", exercises.inject_judge, name="inject_judge"),
    path("exercises/<uuid:pk>/injects/<uuid:inject>/answer/", exercises.reply, name="reply"),
    path("exercises/<uuid:pk>/report/", exercises.after_action, name="after_action"),
    path("exercises/<uuid:pk>/report.pdf", exercises.after_action_file, name="after_action_file"),
    path("exercises/<uuid:pk>/advice/new/", exercises.recommend, name="recommend"),
    path("exercises/<uuid:pk>/advice/<uuid:advice>/", exercises.recommendation_done, name="recommendation_done"),
]  # fmt: skip
urlpatterns: list[URLPattern | URLResolver] = [
    *EMERGENCIES, *ASSESSMENTS, *ROSTER, *DEPLOYMENTS, *EXERCISES,
]  # fmt: skip
