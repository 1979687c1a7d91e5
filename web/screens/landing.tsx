// What Foyer is, for people who are not signed in: two sides, how it works, where to begin.

import { t } from '../language.ts';
import { Page } from '../parts/page.tsx';

export function Landing() {
  const text = t().landing;
  return (
    <Page title={text.title} description={text.lead} lead={text.lead}>
      <div class="sides">
        <Side
          title={text.organizerTitle}
          points={text.organizerPoints}
          href="/sign-up?role=organizer"
          action={text.asOrganizer}
          main
        />
        <Side
          title={text.distributorTitle}
          points={text.distributorPoints}
          href="/sign-up?role=distributor"
          action={text.asDistributor}
        />
      </div>
      <section class="steps">
        <h2>{text.stepsTitle}</h2>
        <ol>
          {text.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </section>
      <p class="actions">
        <a class="button plain" href="/catalogue">
          {text.toCatalogue}
        </a>
        <span>
          {text.haveAccount} <a href="/sign-in">{t().menu.signIn}</a>
        </span>
      </p>
    </Page>
  );
}

function Side(props: { title: string; points: readonly string[]; href: string; action: string; main?: boolean }) {
  return (
    <section class="card side">
      <h2>{props.title}</h2>
      <ul>
        {props.points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
      <a class={props.main === true ? 'button main' : 'button plain'} href={props.href}>
        {props.action}
      </a>
    </section>
  );
}
