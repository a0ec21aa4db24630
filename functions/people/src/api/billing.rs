//! What a tenant's people cost, by billing period.

use std::borrow::Cow;

use axum::extract::State;
use axum::response::Response;
use http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use jiff::civil::Date;
use rollcall::store::{LinePlace, PeriodSum};
use rollcall_rules::admission::Admitted;
use rollcall_rules::billing::{Period, day_of};
use rollcall_rules::sign_in::BillingLine;
use rollcall_rules::tenant::Tenant;
use rollcall_rules::token::Denied;
use rollcall_rules::user::{Actor, User};
use rollcall_texts::{Language, Texts};
use rollcall_web::App;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::caller::AnyCaller;
use super::failure::Failure;
use super::paging;
use super::problem::{Kind, Problem};
use super::request::{Id, Identifier, Query, invalid};
use super::respond;
use crate::lines::{self, Columns, Dialect, Span};

/// Lines of a page, unless another number is asked for.
const PAGE: usize = 100;

/// The most that can be asked for.
const LARGEST_PAGE: usize = 1000;

/// The columns of a CSV. Its first row names them.
const COLUMNS: Columns<11> = Columns {
    texts: Texts::of(Language::English),
    names: |_| {
        [
            "userId",
            "userName",
            "periodStart",
            "periodEnd",
            "billableFrom",
            "priceMinor",
            "amountMinor",
            "currency",
            "billableUntil",
            "madeAt",
            "corrects",
        ]
        .map(Cow::Borrowed)
    },
    cells: |line, user| {
        let LineBody {
            user_id,
            user_name,
            period_start,
            period_end,
            billable_from,
            billable_until,
            corrects,
            made_at,
            price_minor,
            amount_minor,
            currency,
        } = LineBody::of(line, user);
        [
            user_id,
            user_name.unwrap_or_default(),
            period_start.to_string(),
            period_end.to_string(),
            billable_from.to_string(),
            price_minor.to_string(),
            amount_minor.to_string(),
            currency,
            billable_until.to_string(),
            made_at.to_string(),
            corrects.map(|period| period.start.to_string()).unwrap_or_default(),
        ]
    },
    total: None,
};

/// Which period: the current one, or the one that begins on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Start {
    /// `current`.
    Current,
    /// Its first day.
    Day(Date),
}

impl Identifier for Start {
    fn read(text: &str) -> Option<Self> {
        if text == "current" {
            return Some(Self::Current);
        }
        let day: Date = text.parse().ok()?;
        // The same in other spellings is that of nothing.
        (day.to_string() == text).then_some(Self::Day(day))
    }
}

/// A billing period.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[schema(as = Period)]
pub(crate) struct PeriodBody {
    /// Its first day.
    #[schema(value_type = String, format = Date)]
    start: Date,
    /// The day after its last.
    #[schema(value_type = String, format = Date)]
    end: Date,
}

/// A billing period that has lines, and what they come to in one currency.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = BilledPeriod)]
pub(crate) struct BilledPeriod {
    /// Its first day.
    #[schema(value_type = String, format = Date)]
    start: Date,
    /// The day after its last.
    #[schema(value_type = String, format = Date)]
    end: Date,
    /// ISO 4217.
    #[schema(example = "EUR")]
    currency: String,
    /// What all lines come to, in minor units of the currency.
    #[schema(minimum = 0)]
    amount_minor: u64,
    /// How many lines there are.
    #[schema(minimum = 0)]
    lines: u64,
    /// When the last line was added.
    #[schema(value_type = String, format = DateTime)]
    last_change: Timestamp,
    /// Is it closed? No line is added to it any more.
    closed: bool,
}

/// The billing periods of a tenant.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PeriodList {
    /// The latest first. A period with lines in several currencies is there once for each.
    periods: Vec<BilledPeriod>,
}

/// The periods that are closed now.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Closed {
    /// Periods that end on this day or before are closed.
    #[schema(value_type = String, format = Date)]
    closed_until: Date,
    /// The closed periods that begin on the day that was named. None if nobody was billed.
    periods: Vec<BilledPeriod>,
}

/// What all people cost of a period.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Summary {
    period: PeriodBody,
    /// Is it closed? No line is added to it any more.
    closed: bool,
    /// How many lines there are.
    lines: usize,
    /// What is to be paid, by currency; more than one where the terms have changed.
    amounts: Vec<Amount>,
}

/// A sum of money.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Amount {
    /// In minor units of the currency: cents of the euro, whole yen.
    #[schema(minimum = 0)]
    amount_minor: u64,
    /// ISO 4217.
    #[schema(example = "EUR")]
    currency: String,
}

/// What one person costs of a period.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Line)]
pub(crate) struct LineBody {
    /// The person's id. It is kept when the account is deleted.
    #[schema(value_type = Uuid)]
    pub(super) user_id: String,
    /// The person's `userName` as it is now; absent once the account is deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) user_name: Option<String>,
    /// The first day of the period in whose bill the line stands.
    #[schema(value_type = String, format = Date)]
    pub(super) period_start: Date,
    /// The day after the last of that period.
    #[schema(value_type = String, format = Date)]
    pub(super) period_end: Date,
    /// The first day that is billed.
    #[schema(value_type = String, format = Date)]
    pub(super) billable_from: Date,
    /// The day after the last that is billed.
    #[schema(value_type = String, format = Date)]
    pub(super) billable_until: Date,
    /// The closed period to which the billed days belong. Absent: they belong to the period of the line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) corrects: Option<PeriodBody>,
    /// When the line was made.
    #[schema(value_type = String, format = DateTime)]
    pub(super) made_at: Timestamp,
    /// The price of the whole period, in minor units of the currency.
    #[schema(minimum = 0)]
    pub(super) price_minor: u64,
    /// What is to be paid, in minor units of the currency: the price by the days, rounded half up.
    #[schema(minimum = 0)]
    pub(super) amount_minor: u64,
    /// ISO 4217.
    #[schema(example = "EUR")]
    pub(super) currency: String,
}

/// A page of the lines of a period.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LineList {
    period: PeriodBody,
    /// In order of the people's ids.
    lines: Vec<LineBody>,
    /// The `cursor` of the next page; absent: this is the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// Which lines.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// Lines of a page. Without it a page of JSON has 100, and one of CSV as many as an answer can hold.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<usize>,
    /// Where the page begins: `next` of the page before it.
    cursor: Option<String>,
}

impl From<Period> for PeriodBody {
    fn from(Period { start, end }: Period) -> Self {
        Self { start, end }
    }
}

impl LineBody {
    /// The line, and whose it is, if they are still there.
    pub(super) fn of(line: &BillingLine, user: Option<&User>) -> Self {
        Self {
            user_id: line.user_id.to_string(),
            user_name: user.map(|user| user.user_name.as_str().to_owned()),
            period_start: line.period_start,
            period_end: line.period_end,
            billable_from: line.billable_from,
            billable_until: line.billed_until(),
            corrects: line.corrects.map(PeriodBody::from),
            made_at: line.created_at,
            price_minor: line.price_minor,
            amount_minor: line.amount_minor,
            currency: line.currency.to_string(),
        }
    }
}

impl BilledPeriod {
    fn of(sum: &PeriodSum, tenant: &Tenant) -> Self {
        Self {
            start: sum.period.start,
            end: sum.period.end,
            currency: sum.currency.to_string(),
            amount_minor: sum.amount_minor,
            lines: sum.lines,
            last_change: sum.changed_at,
            closed: tenant.has_closed(sum.period),
        }
    }
}

/// Lists the billing periods that have lines.
///
/// They are found by the lines, so they stay when the plan or billing ends, and when price, currency or periods change.
#[utoipa::path(
    get, path = "/people/v1/billing/periods", tag = "Billing", operation_id = "listBillingPeriods",
    responses((status = 200, description = "The periods", body = PeriodList))
)]
pub(crate) async fn list(State(app): State<App>, caller: AnyCaller) -> Result<Response, Failure> {
    let sums = app.store.billing_periods(&caller.tenant, app.now()).await?;
    let periods = sums.iter().map(|sum| BilledPeriod::of(sum, &caller.tenant)).collect();
    Ok(respond::json(StatusCode::OK, &PeriodList { periods }))
}

/// Closes a period that is over, and all that ended before it.
///
/// Do so when the invoice is written. Nothing is added to a closed period. If a sign-in of its days is reported later, its
/// line stands in the period that is open then, and says which period it `corrects`. A closed period is not opened again.
#[utoipa::path(
    post, path = "/people/v1/billing/periods/{start}/close", tag = "Billing", operation_id = "closeBillingPeriod",
    params(("start" = String, Path, description = "The period's first day, `YYYY-MM-DD`")),
    responses(
        (status = 200, description = "The period is closed, now or before", body = Closed),
        (status = 404, description = "No period begins on that day", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The period is not over", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn close(
    State(app): State<App>,
    caller: AnyCaller,
    Id(start): Id<Start>,
) -> Result<Response, Failure> {
    let AnyCaller { tenant, people_token, .. } = caller;
    let Start::Day(start) = start else { return Err(not_over()) };
    let (now, today) = (app.now(), day_of(app.now()));
    let sums = app.store.billing_periods(&tenant, now).await?;
    let agreed = tenant.terms.map(|terms| terms.period_of(start)).filter(|period| period.start == start);
    let billed = sums.iter().map(|sum| sum.period).filter(|period| period.start == start);
    let ends: Vec<Date> = billed.chain(agreed).map(|period| period.end).collect();
    if ends.is_empty() {
        return Err(no_period());
    }
    let end = ends.into_iter().filter(|end| *end <= today).max().ok_or_else(not_over)?;
    let close = |tenant: &mut Tenant| {
        // The people token may have been revoked since.
        if !tenant.keeps_open(people_token.as_deref(), now) {
            return Err(Failure::from(Denied::Token));
        }
        tenant.close_bills(end);
        Ok(())
    };
    let (tenant, ()) = app.store.change_tenant(&tenant, Actor::Operator, now, close).await?;
    // Read again: a line may have come until it was closed.
    let tenant = Admitted::by_role(tenant);
    let sums = app.store.billing_periods(&tenant, now).await?;
    let closed = sums.iter().filter(|sum| sum.period.start == start && tenant.has_closed(sum.period));
    let periods = closed.map(|sum| BilledPeriod::of(sum, &tenant)).collect();
    let closed_until = tenant.closed_until.unwrap_or(end);
    Ok(respond::json(StatusCode::OK, &Closed { closed_until, periods }))
}

/// Sums a period up.
#[utoipa::path(
    get, path = "/people/v1/billing/periods/{start}", tag = "Billing", operation_id = "showBillingPeriod",
    params(("start" = String, Path, description = "The period's first day, `YYYY-MM-DD`, or `current`", example = "current")),
    responses(
        (status = 200, description = "The period, how many lines it has, and what they come to", body = Summary),
        (status = 404, description = "No period begins on that day, or no price is agreed", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(
    State(app): State<App>,
    caller: AnyCaller,
    Id(start): Id<Start>,
) -> Result<Response, Failure> {
    let tenant = &caller.tenant;
    let (start, agreed) = period(tenant, start, &app)?;
    let totals = lines::totals(&app.store, tenant, start, usize::MAX).await?;
    let end = totals.period_end.or(agreed.map(|period| period.end)).ok_or_else(no_period)?;
    let amounts = totals.amounts.into_iter();
    let amounts = amounts
        .map(|(currency, amount_minor)| Amount { amount_minor, currency: currency.to_string() })
        .collect();
    let closed = tenant.has_closed(Period { start, end });
    let summary = Summary { period: PeriodBody { start, end }, closed, lines: totals.lines, amounts };
    Ok(respond::json(StatusCode::OK, &summary))
}

/// Lists what each person costs of a period.
///
/// As JSON, or as CSV (RFC 4180) with `Accept: text/csv`. One CSV holds as many lines as an answer can, some ten thousand
/// or more. If there are more lines, the header `Link` leads to the CSV with the next ones (RFC 8288, `rel="next"`). A cell
/// of a CSV that a spreadsheet would take for a formula has an apostrophe before it.
#[utoipa::path(
    get, path = "/people/v1/billing/periods/{start}/lines", tag = "Billing", operation_id = "listBillingLines",
    params(("start" = String, Path, description = "The period's first day, `YYYY-MM-DD`, or `current`", example = "current"), Which),
    responses(
        (status = 200, description = "The lines", content(
            (LineList = "application/json"),
            (String = "text/csv", example = "userId,userName,periodStart,periodEnd,billableFrom,priceMinor,amountMinor,currency,billableUntil,madeAt,corrects\r\n"),
        ), headers(("Link" = String, description = "Where the next lines are, of a CSV that does not hold the last ones"))),
        (status = 404, description = "No period begins on that day, or no price is agreed", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn lines(
    State(app): State<App>,
    caller: AnyCaller,
    Id(start): Id<Start>,
    Query(which): Query<Which>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let tenant = &caller.tenant;
    let (start, agreed) = period(tenant, start, &app)?;
    if which.limit.is_some_and(|limit| !(1..=LARGEST_PAGE).contains(&limit)) {
        return Err(invalid(format!("`limit` is a number from 1 to {LARGEST_PAGE}.")));
    }
    let after: Option<LinePlace> = paging::after(which.cursor.as_deref())?;
    if respond::wants_csv(&headers) {
        let span = Span { after, until: None, limit: which.limit.unwrap_or(usize::MAX) };
        let table = lines::table(&app.store, tenant, start, span, &COLUMNS, &[], Dialect::PLAIN).await?;
        if agreed.is_none() && table.is_empty {
            return Err(no_period());
        }
        let next = table.next.map(|place| {
            let limit = which.limit.map(|limit| format!("&limit={limit}")).unwrap_or_default();
            format!("../{start}/lines?cursor={}{limit}", paging::next(&place))
        });
        return Ok(respond::csv(&format!("billing-{start}.csv"), table.text, next.as_deref()));
    }
    let page = lines::page(&app.store, tenant, start, after, which.limit.unwrap_or(PAGE)).await?;
    let end = page.lines.iter().map(|line| line.period_end).max();
    let end = end.or(agreed.map(|period| period.end)).ok_or_else(no_period)?;
    let period = Period { start, end };
    let list = LineList {
        period: period.into(),
        lines: page.rows().map(|(line, user)| LineBody::of(line, user)).collect(),
        next: page.next.as_ref().map(paging::next),
    };
    Ok(respond::json(StatusCode::OK, &list))
}

/// The first day of the period that is asked for, and the period by the terms of now. Under others before, periods may
/// have begun on other days.
fn period(tenant: &Tenant, start: Start, app: &App) -> Result<(Date, Option<Period>), Failure> {
    match (start, &tenant.terms) {
        (Start::Current, None) => {
            let detail = "No price is agreed with this tenant, so nothing is billed.";
            Err(Problem::new(Kind::NoTerms, detail).into())
        }
        (Start::Current, Some(terms)) => {
            let period = terms.period_of(day_of(app.now()));
            Ok((period.start, Some(period)))
        }
        (Start::Day(day), terms) => {
            let period = terms.as_ref().map(|terms| terms.period_of(day));
            Ok((day, period.filter(|period| period.start == day)))
        }
    }
}

fn not_over() -> Failure {
    let detail = "The billing period is not over. It can be closed from the day after its last on.";
    Problem::new(Kind::PeriodNotOver, detail).into()
}

fn no_period() -> Failure {
    Problem::new(Kind::NotFound, "No billing period begins on that day.").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_named_by_its_first_day_in_one_spelling() {
        assert_eq!(Start::read("current"), Some(Start::Current));
        assert_eq!(Start::read("2026-05-01"), Some(Start::Day("2026-05-01".parse().unwrap())));
        for other in ["", "2026-5-1", "20260501", "2026-05-01T00:00:00", "2026-02-30", "Current", "last"] {
            assert_eq!(Start::read(other), None, "{other}");
        }
    }
}
