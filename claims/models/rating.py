"""The rating scale and the review policy: rows that people may version, never rewrite."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class RatingScale(models.Model):
    """A named set of ratings. Published verdicts keep theirs."""

    name = models.CharField(max_length=100, unique=True)
    is_current = models.BooleanField(default=False)

    class Meta:
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"], condition=models.Q(is_current=True), name="claims_one_current_scale"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Rating(models.Model):
    """A label with a class, and a value on the five ordinal ones."""

    class Class(models.TextChoices):
        TRUE = "true", "True"
        MOSTLY_TRUE = "mostly_true", "Mostly true"
        MIXED = "mixed", "Mixed"
        MOSTLY_FALSE = "mostly_false", "Mostly false"
        FALSE = "false", "False"
        MISLEADING = "misleading", "Misleading"
        UNPROVEN = "unproven", "Unproven"
        NOT_RATABLE = "not_ratable", "Not ratable"

    ORDINAL = (Class.FALSE, Class.MOSTLY_FALSE, Class.MIXED, Class.MOSTLY_TRUE, Class.TRUE)

    scale = models.ForeignKey(RatingScale, on_delete=models.PROTECT, related_name="ratings")
    key = models.SlugField(max_length=40, help_text="What the API and forms call it.")
    label = models.CharField(max_length=100)
    rating_class = models.CharField(max_length=16, choices=Class.choices)
    value = models.PositiveSmallIntegerField(null=True, blank=True, help_text="1 (false) to 5 (true).")
    description = models.CharField(max_length=500, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["scale", "key"], name="claims_rating_key_once"),
            models.CheckConstraint(
                condition=models.Q(
                    rating_class__in=["false", "mostly_false", "mixed", "mostly_true", "true"],
                    value__gte=1,
                    value__lte=5,
                )
                | ~models.Q(rating_class__in=["false", "mostly_false", "mixed", "mostly_true", "true"])
                & models.Q(value=None),
                name="claims_rating_value_iff_ordinal",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class ReviewPolicy(models.Model):
    """How many agreeing votes a verdict needs. A change is a new row; submitted verdicts keep theirs."""

    number = models.PositiveIntegerField(unique=True)
    votes_required = models.PositiveSmallIntegerField(default=1)
    votes_max = models.PositiveSmallIntegerField(default=3)
    is_current = models.BooleanField(default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("-number",)
        verbose_name_plural = "review policies"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(votes_required__gte=1, votes_max__gte=models.F("votes_required"), votes_max__lte=9),
                name="claims_policy_votes_possible",
            ),
            models.UniqueConstraint(
                fields=["is_current"], condition=models.Q(is_current=True), name="claims_one_current_policy"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.votes_required} of at most {self.votes_max}"
