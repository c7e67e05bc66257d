"""Addresses of risk."""

from django.urls import path

from sukoon.risk.views import doing, episodes, rotas

app_name = "risk"
urlpatterns = [
    path("", episodes.mine, name="mine"),
    path("team/", episodes.team, name="team"),
    path("watch/", episodes.watch_list, name="watch"),
    path("new/", episodes.raise_new, name="new"),
    path("rotas/", rotas.rotas, name="rotas"),
    path("rotas/new/", rotas.rota_new, name="rota_new"),
    path("rotas/<uuid:pk>/", rotas.rota, name="rota"),
    path("rotas/<uuid:pk>/end/", rotas.rota_end, name="rota_end"),
    path("rotas/<uuid:pk>/shifts/<uuid:shift>/remove/", rotas.shift_remove, name="shift_remove"),
    path("sign/<uuid:pk>/", doing.sign, name="sign"),
    path("<uuid:pk>/", episodes.episode, name="episode"),
    path("<uuid:pk>/acknowledge/", doing.acknowledge, name="acknowledge"),
    path("<uuid:pk>/take-over/", doing.take_over, name="take_over"),
    path("<uuid:pk>/hand-over/", doing.hand_over, name="hand_over"),
    path("<uuid:pk>/check/", doing.check, name="check"),
    path("<uuid:pk>/contact/", doing.contact, name="contact"),
    path("<uuid:pk>/plan/", doing.plan, name="plan"),
    path("<uuid:pk>/plan/<str:language>.pdf", doing.plan_print, name="plan_print"),
    path("<uuid:pk>/higher/", doing.higher, name="higher"),
    path("<uuid:pk>/lower/", doing.lower, name="lower"),
    path("<uuid:pk>/close/", doing.close, name="close"),
]
