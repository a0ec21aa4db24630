//! Billing: what the tenant's people cost, by period.

use std::collections::BTreeMap;
use std::ops::Bound;

use askama::Template;
use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, LINK};
use http::{HeaderMap, HeaderValue, StatusCode};
use jiff::civil::Date;
use rollcall::store::{LinePlace, PeriodSum, Store, StoreError};
use rollcall_rules::admission::Admitted;
use rollcall_rules::billing::{Currency, Interval, Period, Terms, day_of};
use rollcall_rules::money;
use rollcall_rules::sign_in::BillingLine;
use rollcall_rules::user::User;
use rollcall_texts::{Language, Texts};
use rollcall_web::App;

use super::card::name_of;
use super::failure::Failure;
use super::fields::{Fields, reference};
use super::page::{Shell, Tab, look, machine, page};
use super::session::SignedIn;
use crate::api::paging::Position;
use crate::lines::csv::for_spreadsheet;
use crate::lines::{self, Columns, Dialect, Span};

/// Lines on a page.
const PAGE: usize = 50;

/// Lines of a file that is downloaded, when the page offers it. That many fit into one answer, whatever the names, and
/// some that come meanwhile: a test holds it to that.
const FILE_LINES: usize = 5000;

/// The columns of a file. Its first row names them, and its last row, or one for each currency, has the sum.
const COLUMNS: Columns<11> = Columns {
    texts: Texts::of(Language::English),
    names: |texts| {
        [
            texts.get("billing-csv-id"),
            texts.get("billing-csv-name"),
            texts.get("billing-csv-address"),
            texts.get("billing-csv-period-start"),
            texts.get("billing-csv-period-end"),
            texts.get("billing-csv-billable-from"),
            texts.get("billing-csv-billable-until"),
            texts.get("billing-csv-corrects"),
            texts.get("billing-csv-made-at"),
            texts.get("billing-csv-amount"),
            texts.get("billing-csv-currency"),
        ]
    },
    cells: |line, user| {
        [
            line.user_id.to_string(),
            user.map(name_of).unwrap_or_default(),
            user.map(|user| user.user_name.as_str().to_owned()).unwrap_or_default(),
            line.period_start.to_string(),
            line.period_end.to_string(),
            line.billable_from.to_string(),
            line.billed_until().to_string(),
            line.corrects.map(|period| period.start.to_string()).unwrap_or_default(),
            machine(&line.created_at),
            money::plain(line.amount_minor.into(), line.currency),
            line.currency.to_string(),
        ]
    },
    total: Some(|texts, currency, minor| {
        let mut cells: [String; 11] = Default::default();
        let [first, .., amount, code] = &mut cells;
        *first = texts.get("billing-csv-total").into_owned();
        *amount = money::plain(minor.into(), currency);
        *code = currency.to_string();
        cells
    }),
};

/// A line as the table has it.
struct Row {
    id: String,
    /// `None`: the account is gone.
    name: Option<String>,
    /// Beside the name, as two people can have the same one.
    address: Option<String>,
    /// The first and the last day that are billed.
    days: String,
    /// The closed period to which the days belong.
    corrects: Option<String>,
    amount: String,
}

/// A period as it is said and asked for.
struct Named {
    said: String,
    reference: String,
}

#[derive(Template)]
#[template(path = "portal/billing.html")]
struct Billing<'a> {
    shell: Shell<'a>,
    /// What a person costs now.
    agreed: Option<String>,
    bill: Option<Bill>,
}

/// What there is to show of a period.
struct Bill {
    period: Named,
    is_present: bool,
    is_closed: bool,
    previous: Option<Named>,
    next: Option<Named>,
    /// On the first page.
    summary: Option<Summary>,
    rows: Vec<Row>,
    /// What all lines of the period come to.
    totals: Vec<String>,
    next_page: Option<String>,
}

/// What all lines of the period come to.
struct Summary {
    people: String,
    sums: Vec<String>,
    /// What is on each button that downloads a file, and where it leads: as many as it takes to hold all lines.
    files: Vec<(String, String)>,
}

/// `GET /portal/billing`: a page of the lines of a period; the first page also shows the sum. Bills stay when the plan
/// ends.
pub(super) async fn show(
    State(app): State<App>,
    admin: SignedIn,
    fields: Fields,
) -> Result<Response, Failure> {
    let agreed = admin.tenant.bills_by().map(|terms| agreed(terms, admin.texts));
    let bills = Bills::read(&app, &admin.tenant).await?;
    let bill = match bills.asked_for(&fields)? {
        Some(period) => Some(bill(&app.store, &admin, &bills, period, &fields).await?),
        None => None,
    };
    Ok(page(StatusCode::OK, &Billing { shell: admin.shell(Tab::Billing, None), agreed, bill }))
}

/// What a person costs.
fn agreed(terms: &Terms, texts: Texts) -> String {
    let price = [("price", texts.amount(terms.price_minor.into(), terms.currency).into())];
    match terms.interval {
        Interval::Monthly => texts.with("billing-price-month", &price),
        Interval::Yearly => texts.with("billing-price-year", &price),
    }
}

async fn bill(
    store: &Store,
    admin: &SignedIn,
    bills: &Bills<'_>,
    period: Period,
    fields: &Fields,
) -> Result<Bill, Failure> {
    let (tenant, texts) = (&admin.tenant, admin.texts);
    let named = |period| named(period, texts);
    let after = place(fields, "after")?;
    let summary = match after {
        None => Some(summary(store, tenant, period, texts).await?),
        Some(_) => None,
    };
    let lines = lines::page(store, tenant, period.start, after, PAGE).await?;
    let start = period.start.to_string();
    let totals = bills.totals(period.start);
    Ok(Bill {
        is_present: bills.current == Some(period),
        is_closed: tenant.has_closed(period),
        previous: bills.before(period).map(named),
        next: bills.after(period).map(named),
        summary,
        rows: lines.rows().map(|(line, user)| row(line, user, texts)).collect(),
        totals: totals.into_iter().map(|(currency, minor)| texts.amount(minor.into(), currency)).collect(),
        next_page: lines
            .next
            .map(|place| reference("billing", &[("period", &start), ("after", &place.render())])),
        period: named(period),
    })
}

fn row(line: &BillingLine, user: Option<&User>, texts: Texts) -> Row {
    let name = user.map(name_of);
    let address = user.map(|user| user.user_name.as_str().to_owned());
    let last = line.billed_until().yesterday().unwrap_or(line.billable_from);
    let (from, to) = (texts.short_date(line.billable_from), texts.short_date(last));
    Row {
        id: line.user_id.to_string(),
        address: address.filter(|address| name.as_ref() != Some(address)),
        name,
        days: texts.with("billing-days-of-line", &[("from", from.into()), ("to", to.into())]),
        corrects: line.corrects.map(|period| said(period, texts)),
        amount: texts.amount(line.amount_minor.into(), line.currency),
    }
}

/// The periods that there are: those that have lines, and the present one, if anything is billed.
struct Bills<'a> {
    sums: Vec<PeriodSum>,
    terms: Option<&'a Terms>,
    current: Option<Period>,
}

impl<'a> Bills<'a> {
    async fn read(app: &App, tenant: &'a Admitted) -> Result<Self, StoreError> {
        let sums = app.store.billing_periods(tenant, app.now()).await?;
        let terms = tenant.bills_by();
        Ok(Self { sums, terms, current: terms.map(|terms| terms.period_of(day_of(app.now()))) })
    }

    /// Each first day once, with the longest period that begins on it.
    fn periods(&self) -> BTreeMap<Date, Period> {
        let mut periods: BTreeMap<Date, Period> = BTreeMap::new();
        for period in self.sums.iter().map(|sum| sum.period).chain(self.current) {
            let known = periods.entry(period.start).or_insert(period);
            known.end = known.end.max(period.end);
        }
        periods
    }

    /// The period that is asked for by one of its days, or else the present one, or else the last that has lines. `None`:
    /// nothing was ever billed.
    fn asked_for(&self, fields: &Fields) -> Result<Option<Period>, Failure> {
        let day = fields.one("period").map(str::parse::<Date>).transpose().map_err(|_| Failure::NotFound)?;
        let periods = self.periods();
        let Some(day) = day.filter(|day| (1970..=9000).contains(&day.year())) else {
            let current = self.current.and_then(|current| periods.get(&current.start));
            return Ok(current.or(periods.values().next_back()).copied());
        };
        let begun = periods.range(..=day).next_back().map(|(_, period)| *period);
        let known = begun.filter(|period| day < period.end);
        Ok(known.or_else(|| self.terms.map(|terms| terms.period_of(day))).or(begun))
    }

    fn before(&self, period: Period) -> Option<Period> {
        self.periods().range(..period.start).next_back().map(|(_, period)| *period)
    }

    fn after(&self, period: Period) -> Option<Period> {
        self.periods()
            .range((Bound::Excluded(period.start), Bound::Unbounded))
            .next()
            .map(|(_, period)| *period)
    }

    /// What all lines of the period come to, by currency.
    fn totals(&self, start: Date) -> Vec<(Currency, u64)> {
        let mut totals: BTreeMap<Currency, u64> = BTreeMap::new();
        for sum in self.sums.iter().filter(|sum| sum.period.start == start) {
            let total = totals.entry(sum.currency).or_default();
            *total = total.saturating_add(sum.amount_minor);
        }
        totals.into_iter().collect()
    }
}

async fn summary(
    store: &Store,
    tenant: &Admitted,
    period: Period,
    texts: Texts,
) -> Result<Summary, StoreError> {
    let totals = lines::totals(store, tenant, period.start, FILE_LINES).await?;
    let sums = totals.amounts.iter().map(|(currency, minor)| texts.amount((*minor).into(), *currency));
    let sums = sums.collect();
    let people = texts.number(u64::try_from(totals.people).unwrap_or(u64::MAX));
    Ok(Summary { people, sums, files: files(period, &totals.part_ends, texts) })
}

/// The files that hold all lines of a period: one, or several where they end after these places.
fn files(period: Period, ends: &[LinePlace], texts: Texts) -> Vec<(String, String)> {
    let start = period.start.to_string();
    if ends.is_empty() {
        let label = texts.get("billing-download").into_owned();
        return vec![(label, reference("billing.csv", &[("period", &start)]))];
    }
    // Each says where it begins and where it ends, so that a line that comes meanwhile shifts no other out of its file.
    let places: Vec<String> = ends.iter().map(Position::render).collect();
    let (first, last) = (std::iter::once(""), std::iter::once(""));
    let after = first.chain(places.iter().map(String::as_str));
    let until = places.iter().map(String::as_str).chain(last);
    let files = after.zip(until).zip(1_usize..).map(|((after, until), part)| {
        let (part, count) = (part.to_string(), (ends.len() + 1).to_string());
        let parameters = [("period", start.as_str()), ("after", after), ("until", until), ("part", &part)];
        let label = texts.with("billing-download-part", &[("part", (&part).into()), ("count", count.into())]);
        (label, reference("billing.csv", &parameters))
    });
    files.collect()
}

/// `GET /portal/billing.csv`: the lines of a period, or of a part of it, as the reader's spreadsheet opens them.
pub(super) async fn csv(
    State(app): State<App>,
    admin: SignedIn,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Failure> {
    let (tenant, dialect) = (&admin.tenant, Dialect::of(&headers));
    let bills = Bills::read(&app, tenant).await?;
    let period = bills.asked_for(&fields)?.ok_or(Failure::NotFound)?;
    let part = fields.one("part").map(str::parse::<u16>).transpose().map_err(|_| Failure::NotFound)?;
    let (after, until) = (place(&fields, "after")?, place(&fields, "until")?);
    let span = Span { after, until, limit: usize::MAX };
    let (totals, columns) = (bills.totals(period.start), Columns { texts: admin.texts, ..COLUMNS });
    let table = lines::table(&app.store, tenant, period.start, span, &columns, &totals, dialect).await?;
    let mut response = Response::new(Body::from(for_spreadsheet(&table.text)));
    response.headers_mut().clone_from(look().headers());
    let part = part.map(|part| format!("-part-{part}")).unwrap_or_default();
    let name = format!("attachment; filename=\"billing-{}-{}{part}.csv\"", tenant.id, period.start);
    // Only where somebody asks for more than the page offers.
    let next = table.next.map(|place| {
        let (start, after) = (period.start.to_string(), place.render());
        format!("<{}>; rel=\"next\"", reference("billing.csv", &[("period", &start), ("after", &after)]))
    });
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.extend(HeaderValue::from_str(&name).ok().map(|name| (CONTENT_DISPOSITION, name)));
    headers.extend(next.and_then(|next| HeaderValue::try_from(next).ok()).map(|next| (LINK, next)));
    Ok(response)
}

/// The place of a line that a field names, if there is such a field.
fn place(fields: &Fields, name: &str) -> Result<Option<LinePlace>, Failure> {
    let place = |text| LinePlace::read(text).ok_or(Failure::NotFound);
    fields.one(name).map(place).transpose()
}

fn named(period: Period, texts: Texts) -> Named {
    Named {
        said: said(period, texts),
        reference: reference("billing", &[("period", &period.start.to_string())]),
    }
}

fn said(period: Period, texts: Texts) -> String {
    let last = period.end.yesterday().unwrap_or(period.end);
    let (from, to) = (texts.date(period.start), texts.date(last));
    texts.with("billing-period", &[("from", from.into()), ("to", to.into())])
}

#[cfg(test)]
mod tests {
    use rollcall_rules::address::{self, EmailAddress};
    use rollcall_rules::tenant::TenantId;
    use rollcall_rules::user::UserId;

    use super::*;

    fn english() -> Texts {
        Texts::of(Language::English)
    }

    fn period() -> Period {
        Period { start: "2026-05-01".parse().unwrap(), end: "2026-06-01".parse().unwrap() }
    }

    #[test]
    fn a_period_with_few_lines_is_one_file() {
        let file = ("Download CSV".to_owned(), "billing.csv?period=2026-05-01".to_owned());
        assert_eq!(files(period(), &[], english()), [file]);
    }

    #[test]
    fn a_period_with_many_lines_is_several_files() {
        let id = "f3bb189e-8bf9-4888-9912-ace4e6543002";
        let user = UserId::parse(id).unwrap();
        let ends = [LinePlace { user, billable_from: period().start, number: 0 }];
        let files = files(period(), &ends, english());
        let first = format!("billing.csv?period=2026-05-01&until={id}.2026-05-01&part=1");
        let second = format!("billing.csv?period=2026-05-01&after={id}.2026-05-01&part=2");
        assert_eq!(
            files,
            [
                ("Download CSV, part 1 of 2".to_owned(), first),
                ("Download CSV, part 2 of 2".to_owned(), second)
            ]
        );
    }

    #[test]
    fn a_file_has_room_for_its_lines_whatever_the_names() {
        let now = "2026-05-01T09:30:00Z".parse().unwrap();
        let id = UserId::parse("f3bb189e-8bf9-4888-9912-ace4e6543002").unwrap();
        let address = EmailAddress::parse(&format!("{}@example.com", "a".repeat(50))).unwrap();
        let mut user = User::native(id, TenantId::parse("acme").unwrap(), address, now);
        user.profile.insert("displayName".to_owned(), "\"".repeat(200).into());
        let line = BillingLine {
            user_id: id,
            period_start: period().start,
            period_end: period().end,
            billable_from: period().start,
            billable_until: Some(period().end),
            corrects: Some(period()),
            number: 7,
            price_minor: u64::MAX,
            amount_minor: u64::MAX,
            currency: Currency::parse("EUR").unwrap(),
            created_at: now,
        };
        // The longest address that takes the most: 64 characters before the @ (RFC 5321 §4.5.3.1.1), all to be escaped.
        let longest = format!("{}@{}", "\"".repeat(64), "a".repeat(address::MAX_LEN - 65));
        let cells = (COLUMNS.cells)(&line, Some(&user));
        let cells = cells.map(|cell| if cell.contains('@') { longest.clone() } else { cell });
        assert!(lines::fit(FILE_LINES + 500, (COLUMNS.names)(english()), &cells));
    }
}
