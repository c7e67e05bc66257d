"""Addresses of the staff desk."""

from django.urls import path

from sukoon.desk import views

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
    path("accounts/<uuid:pk>/close/", views.account_close, name="account_close"),
    path("events/", views.events, name="events"),
]
