"""Every address of the platform, by subject."""

from django.urls import URLPattern, URLResolver, include, path

from wholepicture.interfaces.api.api import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("wholepicture.interfaces.web.session.urls")),
    path("", include("wholepicture.interfaces.web.home.urls")),
    path("", include("wholepicture.interfaces.web.incidents.urls")),
    path("", include("wholepicture.interfaces.web.notices.urls")),
    path("", include("wholepicture.interfaces.web.contributions.urls")),
    path("", include("wholepicture.interfaces.web.people.urls")),
    path("", include("wholepicture.interfaces.web.families.urls")),
    path("", include("wholepicture.interfaces.web.triage.urls")),
    path("", include("wholepicture.interfaces.web.deciding.urls")),
    path("", include("wholepicture.interfaces.web.meetings.urls")),
    path("", include("wholepicture.interfaces.web.suspensions.urls")),
    path("", include("wholepicture.interfaces.web.links.urls")),
    path("", include("wholepicture.interfaces.web.feeds.urls")),
    path("", include("wholepicture.interfaces.web.stuck.urls")),
    path("", include("wholepicture.interfaces.web.agencies.urls")),
    path("", include("wholepicture.interfaces.web.protocol.urls")),
    path("", include("wholepicture.interfaces.web.learning.urls")),
    path("", include("wholepicture.interfaces.web.api_page.urls")),
    path("api/v1/", api.urls),
]
handler403 = "wholepicture.interfaces.web.errors.refused"
handler404 = "wholepicture.interfaces.web.errors.not_found"
handler500 = "wholepicture.interfaces.web.errors.broken"
