// The settings of the operator: their public part for everybody, the rest and every change for admins.

import { Hono } from 'hono';
import { AllSettings, Settings, UpdateSettingsRequest } from '#core/contracts/settings.ts';
import { isFreshlyConfirmedIfEnrolled } from '../accounts/accounts.ts';
import type { AppEnv } from '../http/app-env.ts';
import { operation } from '../http/operation.ts';
import { readFiles } from '../http/read-form.ts';
import { accepted, Refusal } from '../http/refusal.ts';
import { allSettings, deleteLogo, setLogo, settingsOf, updateSettings } from '../settings/settings.ts';

const admins = ['admin'] as const;
/** A text of 60,000 characters in both languages, where a letter takes three bytes. */
const maxUpdateBytes = 512 * 1024;
const maxLogoBytes = 512 * 1024;

export const settings = new Hono<AppEnv>()
  .get(
    '/',
    operation({
      id: 'getSettings',
      tag: 'Administration',
      summary:
        'Who runs this server: brand name, logo, contacts, and which legal texts there are; a minute old at most',
      who: 'anyone',
      responses: { 200: Settings },
    }),
    async (c) => c.json(await settingsOf(c.env), 200, { 'cache-control': 'public, max-age=30' }),
  )
  .get(
    '/all',
    operation({
      id: 'getAllSettings',
      tag: 'Administration',
      summary: 'The settings as they are now, with the legal texts in Markdown',
      who: admins,
      responses: { 200: AllSettings },
    }),
    async (c) => c.json(await allSettings(c.env), 200),
  )
  .patch(
    '/',
    operation({
      id: 'updateSettings',
      tag: 'Administration',
      summary: 'Change the settings; what is left out stays. Pages and letters follow within a minute',
      who: admins,
      ifMatch: true,
      body: UpdateSettingsRequest,
      bodyBytes: maxUpdateBytes,
      responses: { 200: Settings },
      refusals: ['second-factor-required'],
    }),
    async (c) => {
      accepted(await isFreshlyConfirmedIfEnrolled(c.env, c.var.actor));
      const changed = await updateSettings(c.env, c.var.actor, c.var.revision, c.req.valid('json'));
      return c.json(accepted(changed), 200);
    },
  )
  .put(
    '/logo',
    operation({
      id: 'setLogo',
      tag: 'Administration',
      summary: 'Put or replace the logo: JPEG, PNG or WebP, 512 KB, each side at least 56 pixels',
      who: admins,
      ifMatch: true,
      form: { required: ['picture'], optional: [] },
      responses: { 200: Settings },
      refusals: [
        'second-factor-required',
        'payload-too-large',
        'unsupported-media-type',
        'invalid-request',
        'picture-unknown',
        'picture-broken',
        'picture-animated',
        'picture-turned',
        'picture-too-many-pixels',
        'picture-too-small',
        'picture-shape',
      ],
    }),
    async (c) => {
      accepted(await isFreshlyConfirmedIfEnrolled(c.env, c.var.actor));
      const picture = (await readFiles(c.req.raw, ['picture'], maxLogoBytes)).get('picture');
      if (picture === undefined) {
        throw new Refusal('invalid-request', { fields: [{ path: 'picture', problem: 'required' }] });
      }
      return c.json(accepted(await setLogo(c.env, c.var.actor, c.var.revision, picture)), 200);
    },
  )
  .delete(
    '/logo',
    operation({
      id: 'deleteLogo',
      tag: 'Administration',
      summary: 'Take the logo off',
      who: admins,
      ifMatch: true,
      responses: { 200: Settings },
      refusals: ['second-factor-required'],
    }),
    async (c) => {
      accepted(await isFreshlyConfirmedIfEnrolled(c.env, c.var.actor));
      return c.json(accepted(await deleteLogo(c.env, c.var.actor, c.var.revision)), 200);
    },
  );
