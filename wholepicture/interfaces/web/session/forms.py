"""The sign-in form."""

from django import forms as django_forms

from wholepicture.interfaces.web.components import forms


class SignIn(forms.GovukForm):
    """E-mail address and password of one named worker."""

    email = django_forms.EmailField(
        label="Work e-mail address", widget=django_forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = django_forms.CharField(
        label="Password", strip=False, widget=django_forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
