"""What applicants thought of the service, for who sees an agency's figures; for anyone else there is no such page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from desk.access import officers_only
from dossiers.selectors.ratings import FEWEST_WITH_WORDS, ratings_of_year, sees_ratings, years_rated


@officers_only
@require_safe
def ratings(request: HttpRequest) -> HttpResponse:
    """The ratings of one year by procedure and month; `?year=` chooses another that has any."""
    at = timezone.now()
    if not sees_ratings(request.user, at):
        raise Http404
    years = years_rated(request.user, at)
    asked = request.GET.get("year", "")
    year = next((each for each in years if str(each) == asked), years[0] if years else at.year)
    context = {
        "months": ratings_of_year(request.user, year, at),
        "year": year,
        "years": years,
        "fewest": FEWEST_WITH_WORDS,
    }
    return render(request, "desk/ratings.html", context)
