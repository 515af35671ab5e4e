"""What has to be measured again of who came back."""

from django.db import models
from django.db.models import F, Q

from feedback.models.interaction import Customer


class ReturnsMark(models.Model):
    """Visits changed, or what is known of days, since it was measured who came back.

    Either the visits of ``customer``, or those of everybody on the service days from
    ``first_day`` to ``last_day``; customers up to id ``done_through`` are done. Written in
    the transaction of the change, deleted by whoever measures.
    """

    customer = models.ForeignKey(Customer, models.CASCADE, null=True, related_name="+")
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    done_through = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(customer__isnull=False, first_day=None, last_day=None)
                | Q(customer=None, last_day__gte=F("first_day")),
                name="returnsmark_is_of_a_customer_or_of_days",
            ),
        ]

    def __str__(self):
        return f"{self.customer_id or self.first_day}"
