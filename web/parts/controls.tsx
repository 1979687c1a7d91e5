// Form controls. Each has a visible label, and its hint and its error are tied to it for screen readers.

import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';
import { assertNever } from '#core/result.ts';
import { t } from '../language.ts';
import type { FieldProps } from '../use-form.ts';

type Shared = FieldProps & { label: string; hint?: string | undefined; optional?: boolean; disabled?: boolean };

type TextProps = Shared & {
  type?: 'text' | 'email' | 'password' | 'search' | 'date' | 'datetime-local';
  inputMode?: 'decimal' | 'numeric';
  autoComplete?: string;
  maxLength?: number;
  spellcheck?: boolean;
};

export function TextField({ type = 'text', inputMode, autoComplete, maxLength, spellcheck, ...props }: TextProps) {
  return (
    <Labelled {...props}>
      {(described) => (
        <TypedInput
          {...described}
          type={type}
          value={props.value}
          onInput={(e) => props.onValue(e.currentTarget.value)}
          inputMode={inputMode}
          autoComplete={autoComplete ?? 'off'}
          maxLength={maxLength}
          spellcheck={spellcheck}
        />
      )}
    </Labelled>
  );
}

type Typed = NonNullable<TextProps['type']>;
type InputProps = Omit<JSX.IntrinsicElements['input'], 'type' | 'role' | 'list'> & { type: Typed };

// Preact types an input by its `type`, so each is written out and none needs a cast.
function TypedInput({ type, ...rest }: InputProps) {
  switch (type) {
    case 'text':
      return <input {...rest} type="text" />;
    case 'email':
      // Not `type="email"`: browsers turn an international domain into punycode while it is being typed.
      return <input {...rest} type="text" inputMode="email" autoCapitalize="none" />;
    case 'password':
      return <input {...rest} type="password" />;
    case 'search':
      return <input {...rest} type="search" />;
    case 'date':
      return <input {...rest} type="date" />;
    case 'datetime-local':
      return <input {...rest} type="datetime-local" />;
    default:
      return assertNever(type);
  }
}

export function TextArea({ rows = 5, maxLength, ...props }: Shared & { rows?: number; maxLength?: number }) {
  return (
    <Labelled {...props}>
      {(described) => (
        <textarea
          {...described}
          rows={rows}
          maxLength={maxLength}
          value={props.value}
          onInput={(e) => props.onValue(e.currentTarget.value)}
        />
      )}
    </Labelled>
  );
}

export function Choice({ options, ...props }: Shared & { options: readonly { value: string; label: string }[] }) {
  return (
    <Labelled {...props}>
      {(described) => (
        <select {...described} value={props.value} onChange={(e) => props.onValue(e.currentTarget.value)}>
          {options.map(({ value, label }) => (
            <option key={value} value={value} selected={value === props.value}>
              {label}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  );
}

type FileProps = Omit<Shared, 'value' | 'onValue'> & { accept: string; onFile: (file: File) => void };

/**
 * The label is the button, because the browser's own button is in the browser's language. The chosen file is sent at
 * once, and the value is cleared so that choosing the same file after a refusal sends it again.
 */
export function FileField({ accept, onFile, ...props }: FileProps) {
  return (
    <div class="file">
      <Labelled {...props} value="" onValue={() => undefined}>
        {(described) => (
          <input
            {...described}
            type="file"
            accept={accept}
            onChange={(e) => {
              const [file] = e.currentTarget.files ?? [];
              e.currentTarget.value = '';
              if (file !== undefined) onFile(file);
            }}
          />
        )}
      </Labelled>
    </div>
  );
}

type Described = {
  id: string;
  name: string;
  'aria-describedby': string | undefined;
  'aria-invalid': boolean;
  disabled: boolean | undefined;
};

function Labelled(props: Shared & { children: (described: Described) => JSX.Element }) {
  const id = useId();
  const notes = [props.hint !== undefined ? `${id}-hint` : '', props.error !== undefined ? `${id}-error` : ''];
  const describedBy = notes.filter((one) => one !== '').join(' ');
  return (
    <div class="field">
      <label for={id}>
        {props.label}
        {props.optional === true && <span class="soft"> ({t().common.optional})</span>}
      </label>
      {props.children({
        id,
        name: props.name,
        'aria-describedby': describedBy === '' ? undefined : describedBy,
        'aria-invalid': props.error !== undefined,
        disabled: props.disabled,
      })}
      {props.hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {props.hint}
        </p>
      )}
      {props.error !== undefined && (
        <p class="field-error" id={`${id}-error`}>
          {props.error}
        </p>
      )}
    </div>
  );
}

type CheckProps = Pick<FieldProps, 'value' | 'onValue'> & { label: string; hint?: ComponentChildren };

/** The value is `yes` when ticked, else empty. */
export function CheckField({ value, onValue, label, hint }: CheckProps) {
  return (
    <label class="radio">
      <input
        type="checkbox"
        checked={value === 'yes'}
        onChange={(e) => onValue(e.currentTarget.checked ? 'yes' : '')}
      />
      <span>
        {label}
        {hint !== undefined && (
          <>
            <br />
            <span class="soft">{hint}</span>
          </>
        )}
      </span>
    </label>
  );
}

/** A choice of a few options, all visible. */
export function RadioGroup(
  props: FieldProps & {
    label: string;
    hint?: string;
    options: readonly { value: string; label: string; text?: string }[];
  },
) {
  const id = useId();
  return (
    <fieldset class="radios" aria-describedby={props.error === undefined ? undefined : `${id}-error`}>
      <legend>{props.label}</legend>
      {props.hint !== undefined && <p class="hint">{props.hint}</p>}
      {props.options.map((option, i) => (
        <label key={option.value} class="radio">
          <input
            type="radio"
            name={props.name}
            value={option.value}
            checked={props.value === option.value}
            aria-invalid={props.error !== undefined && i === 0}
            aria-describedby={option.text === undefined ? undefined : `${id}-${option.value}`}
            onChange={() => props.onValue(option.value)}
          />
          <span>
            <strong>{option.label}</strong>
            {option.text !== undefined && (
              <span class="hint" id={`${id}-${option.value}`}>
                {option.text}
              </span>
            )}
          </span>
        </label>
      ))}
      {props.error !== undefined && (
        <p class="field-error" id={`${id}-error`}>
          {props.error}
        </p>
      )}
    </fieldset>
  );
}

type ButtonProps = {
  kind?: 'main' | 'plain' | 'danger';
  busy?: boolean;
  busyText?: string;
  submit?: boolean;
  label?: string;
  onPress?: () => void;
  children: ComponentChildren;
};

/** The button is disabled while its call is under way, and its text says so. */
export function Button({ kind = 'plain', busy = false, busyText, submit, label, onPress, children }: ButtonProps) {
  return (
    <button
      type={submit === true ? 'submit' : 'button'}
      class={`button ${kind}`}
      disabled={busy}
      aria-label={label}
      onClick={onPress}
    >
      {busy ? (busyText ?? t().common.sending) : children}
    </button>
  );
}

export function Form(props: { onSubmit: () => void; children: ComponentChildren; label?: string }) {
  return (
    <form
      noValidate
      aria-label={props.label}
      onSubmit={(e) => {
        e.preventDefault();
        props.onSubmit();
      }}
    >
      {props.children}
    </form>
  );
}
