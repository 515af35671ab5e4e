"""What the house decides about judging: the metric, what is worth having, the wage."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from feedback.models import Metric
from outcomes.wording.amounts import Amounts
from outcomes.wording.effects import chip_name

CURRENCIES = ["EUR", "USD", "GBP", "CHF", "DKK", "NOK", "PLN", "SEK"]
PER_HUNDRED = 100


class MetricField(forms.ModelChoiceField):
    """A metric by the name the pages use."""

    def label_from_instance(self, metric):
        return chip_name(metric)


class JudgingForm(forms.Form):
    """One field for each metric's smallest effect worth having, beside the three others.

    Shares are typed per hundred, as the pages say them.
    judging: the Judging that stands. metrics: the Metrics that can be judged.
    """

    primary_metric = MetricField(
        Metric.objects.none(),
        label=_("What modules are judged by"),
        help_text=_(
            "Choose it before you look, and keep it: whoever picks the metric after the"
            " result finds something by luck. The others stay exploratory."
        ),
        empty_label=None,
    )
    wage_per_hour = forms.DecimalField(
        label=_("What an hour of work costs, with everything on top"),
        help_text=_(
            "Then the pages say beside the minutes what learning cost. Leave it empty to"
            " see minutes alone."
        ),
        required=False,
        min_value=Decimal("0.01"),
        max_digits=8,
        decimal_places=2,
    )
    currency = forms.ChoiceField(
        label=_("Currency"), choices=[(code, code) for code in CURRENCIES]
    )

    def __init__(self, *args, judging, metrics, **kwargs):
        super().__init__(*args, **kwargs)
        self.metrics = metrics
        primary = self.fields["primary_metric"]
        primary.queryset = Metric.objects.filter(pk__in=[each.pk for each in metrics])
        primary.initial = judging.primary_metric_id
        self.fields["wage_per_hour"].initial = judging.wage_per_hour
        if judging.currency not in CURRENCIES:
            known = [(judging.currency, judging.currency)]
            self.fields["currency"].choices = known + self.fields["currency"].choices
        self.fields["currency"].initial = judging.currency
        for metric in metrics:
            self.fields[f"worth_{metric.key}"] = _worth_field(metric)

    def worth_fields(self):
        """Return the bound fields of what is worth having, in order."""
        return [self[f"worth_{metric.key}"] for metric in self.metrics]

    def settled(self):
        """Return the arguments of change_judging, once the form is valid."""
        worth = {}
        for metric in self.metrics:
            typed = self.cleaned_data[f"worth_{metric.key}"]
            is_share = Amounts.of(metric).is_share
            worth[metric] = float(typed) / (PER_HUNDRED if is_share else 1)
        return {
            "primary_metric": self.cleaned_data["primary_metric"],
            "wage_per_hour": self.cleaned_data["wage_per_hour"],
            "currency": self.cleaned_data["currency"],
            "smallest_effects": worth,
        }


def _worth_field(metric):
    amounts = Amounts.of(metric)
    scale = PER_HUNDRED if amounts.is_share else 1
    unit = gettext("in 100") if amounts.is_share else gettext("points")
    known = metric.smallest_effect
    return forms.DecimalField(
        label=gettext("{metric}, {unit}").format(metric=chip_name(metric), unit=unit),
        min_value=Decimal("0.01"),
        max_value=Decimal(str((metric.high - metric.low) * scale)),
        decimal_places=2,
        initial=None if known is None else Decimal(f"{known * scale:.6g}"),
    )
