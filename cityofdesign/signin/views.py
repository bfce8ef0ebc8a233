from functools import wraps

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from wagtail.admin.localization import get_localized_response


def in_own_language(view):
    """As Wagtail's own views: in the language and time zone that the person chose in the account."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        return get_localized_response(view, request, *args, **kwargs)

    return answer


def front_sign_in(request):
    """Wagtail's sign-in for private pages knows no second factor and no limit: the admin's stands for it."""
    query = urlencode({"next": request.GET.get("next", "")})
    return redirect(f"{reverse('account_login')}?{query}")
