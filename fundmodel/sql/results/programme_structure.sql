-- Who commits how much at which level, before the mega fund's own stake in its children.
-- grain: scenario_id, level, class_code
-- units: won; shares of all ultimate commitments
-- source: METHOD.md "Foreign capital": ultimate investors, looked through the mega fund, at the first-close
-- rate
with committed as (
    select c.scenario_id, f.level, p.party_code as class_code, sum(c.commitment_krw)::bigint as commitment_krw
    from commitments c
    join funds f on f.scenario_id = c.scenario_id and f.fund_id = c.fund_id
    join parties p on p.party_kind = 'class' and p.class_id = c.class_id
    where c.investor_id >= 0
    group by c.scenario_id, f.level, p.party_code
),
shared as (
    select *, sum(commitment_krw) over (partition by scenario_id)::bigint as programme_krw
    from committed
)
select
    t.scenario_id,
    s.scenario,
    t.level,
    t.class_code,
    t.commitment_krw,
    t.programme_krw,
    t.commitment_krw::double / t.programme_krw as commitment_share
from shared t
join scenarios s on s.scenario_id = t.scenario_id
order by t.scenario_id, t.level, t.class_code
