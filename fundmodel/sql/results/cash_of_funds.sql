-- Idle cash, subscription line and recallable distributions of every child fund over its life, and what kept it from
-- calling more of its distributions again; lots cut as the mega fund committed too much. Empty for scenarios without
-- such terms.
-- grain: scenario_id, fund_id, statistic
-- units: won; statistic central is path 0, mean that of the random paths, rounded down; idle_cash_krw is the mean over
--        the quarters of the fund's term; recycling_limit is the most frequent one, of funds.recycling.LIMITS,
--        limit_share how many paths have it
-- source: fund_cash_totals; METHOD.md, "Cash of a fund"
with grouped as (
    select
        t.*,
        case when t.path_id = 0 then 'central' else 'mean' end as statistic,
        f.fund_code,
        f.commitment_krw,
        f.end_quarter - f.start_quarter + 1 as term_quarters
    from fund_cash_totals as t
    inner join funds as f on f.scenario_id = t.scenario_id and f.fund_id = t.fund_id
),
counted as (
    select
        scenario_id,
        fund_id,
        statistic,
        recycling_limit,
        count(*)::bigint as path_count,
        row_number() over (
            partition by scenario_id, fund_id, statistic order by count(*) desc, recycling_limit
        ) as turn
    from grouped
    group by scenario_id, fund_id, statistic, recycling_limit
),
sums as (
    select
        scenario_id,
        fund_id,
        fund_code,
        statistic,
        commitment_krw,
        count(*)::bigint as path_count,
        sum(idle_cash_quarters_krw // term_quarters)::bigint as idle_cash_krw,
        sum(peak_line_krw)::bigint as peak_line_krw,
        sum(interest_krw)::bigint as interest_krw,
        sum(line_interest_krw)::bigint as line_interest_krw,
        sum(given_back_krw)::bigint as given_back_krw,
        sum(short_notice_krw)::bigint as short_notice_krw,
        sum(recallable_krw)::bigint as recallable_krw,
        sum(recycled_krw)::bigint as recycled_krw,
        sum(not_funded_krw)::bigint as not_funded_krw,
        sum(mega_short_krw)::bigint as mega_short_krw
    from grouped
    group by scenario_id, fund_id, fund_code, statistic, commitment_krw
)
select
    s.scenario_id,
    c.scenario,
    s.fund_id,
    s.fund_code,
    s.statistic,
    s.commitment_krw,
    (s.idle_cash_krw // s.path_count)::bigint as idle_cash_krw,
    (s.interest_krw // s.path_count)::bigint as interest_krw,
    (s.given_back_krw // s.path_count)::bigint as given_back_krw,
    (s.short_notice_krw // s.path_count)::bigint as short_notice_krw,
    (s.peak_line_krw // s.path_count)::bigint as peak_line_krw,
    (s.line_interest_krw // s.path_count)::bigint as line_interest_krw,
    (s.recallable_krw // s.path_count)::bigint as recallable_krw,
    (s.recycled_krw // s.path_count)::bigint as recycled_krw,
    (s.not_funded_krw // s.path_count)::bigint as not_funded_krw,
    (s.mega_short_krw // s.path_count)::bigint as mega_short_krw,
    l.recycling_limit,
    l.path_count::double / s.path_count as limit_share
from sums as s
inner join counted as l
    on l.scenario_id = s.scenario_id and l.fund_id = s.fund_id and l.statistic = s.statistic and l.turn = 1
inner join scenarios as c on c.scenario_id = s.scenario_id
order by s.scenario_id, s.fund_id, s.statistic
