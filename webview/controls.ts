import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeTextField,
} from "@vscode/webview-ui-toolkit";
import { type Attributes, element, setAttributes } from "./element";

/**
 * The controls that views are made of. This is the only file that knows the toolkit they come from;
 * views see labelled fields and buttons.
 */
provideVSCodeDesignSystem().register(
  vsCodeButton(),
  vsCodeCheckbox(),
  vsCodeDropdown(),
  vsCodeOption(),
  vsCodeTextField(),
);

/** A labelled control: `root` goes into the page. */
export interface Field {
  readonly root: HTMLElement;
  /** Marks the field as the one that an error message speaks of. */
  setInvalid(invalid: boolean): void;
  focus(): void;
}

export interface TextFieldOptions {
  readonly label: string;
  readonly testId: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly hint?: string;
  readonly onInput: (value: string) => void;
}

export function textField(options: TextFieldOptions): Field {
  const control = toolkitElement("vscode-text-field", {
    "data-testid": options.testId,
    placeholder: options.placeholder,
    title: options.hint,
    spellcheck: "false",
  });
  // The toolkit takes the label from its content, and binds it inside its shadow tree.
  control.append(options.label);
  control.value = options.value;
  control.addEventListener("input", () => options.onInput(control.value));
  return {
    root: control,
    setInvalid: (invalid) => setAttributes(control, { "aria-invalid": invalid && "true" }),
    focus: () => control.focus(),
  };
}

export interface Choice {
  readonly value: string;
  readonly text: string;
}

export interface DropdownOptions {
  readonly label: string;
  readonly testId: string;
  readonly choices: readonly Choice[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export interface Dropdown extends Field {
  /** Shows another of its choices as chosen. */
  setValue(value: string): void;
}

export function dropdown(options: DropdownOptions): Dropdown {
  const label = element("span", { class: "field-label", id: `label-${options.testId}` });
  label.textContent = options.label;
  const control = toolkitElement("vscode-dropdown", {
    "data-testid": options.testId,
    "aria-labelledby": label.id,
  });
  // The control selects by attribute, since it knows its options only once they are slotted.
  control.append(
    ...options.choices.map(({ value, text }) => {
      const option = toolkitElement("vscode-option", { value, selected: value === options.value });
      option.append(text);
      return option;
    }),
  );
  // Where the control is narrow it cuts its text off.
  const showWhole = (chosen: string) => {
    const { text } = options.choices.find(({ value }) => value === chosen) ?? {};
    setAttributes(control, { title: text });
  };
  showWhole(options.value);
  label.addEventListener("click", () => control.focus());
  control.addEventListener("change", () => {
    showWhole(control.value);
    options.onChange(control.value);
  });
  return {
    root: element("div", { class: "field" }, label, control),
    setInvalid: (invalid) => setAttributes(control, { "aria-invalid": invalid && "true" }),
    focus: () => control.focus(),
    setValue: (value) => {
      control.value = value;
      showWhole(value);
    },
  };
}

export interface CheckboxOptions {
  readonly label: string;
  readonly testId: string;
  readonly isChecked: boolean;
  readonly hint?: string;
  readonly onChange: (isChecked: boolean) => void;
}

export function checkbox(options: CheckboxOptions): Field {
  const control = toolkitElement("vscode-checkbox", {
    "data-testid": options.testId,
    title: options.hint,
    checked: options.isChecked,
  });
  control.append(options.label);
  control.addEventListener("change", () => options.onChange(control.checked));
  return {
    root: control,
    setInvalid: (invalid) => setAttributes(control, { "aria-invalid": invalid && "true" }),
    focus: () => control.focus(),
  };
}

export interface ButtonOptions {
  readonly text: string;
  /** The rest of the text, which a narrow view leaves out. */
  readonly more?: string;
  readonly testId: string;
  /** Said by screen readers instead of the text, where the text needs its surroundings. */
  readonly label?: string;
  readonly primary?: boolean;
  readonly onPress: () => void;
}

export interface Button {
  readonly root: HTMLElement;
  setEnabled(enabled: boolean): void;
}

export function button(options: ButtonOptions): Button {
  const control = toolkitElement("vscode-button", {
    "data-testid": options.testId,
    appearance: options.primary ? "primary" : "secondary",
    "aria-label": options.label,
    title: options.label,
  });
  // One element, because the toolkit lays out several as boxes side by side.
  const more = options.more ? [element("bdi", { class: "more" }, options.more)] : [];
  control.append(element("div", {}, options.text, ...more));
  control.addEventListener("click", () => {
    if (!control.disabled) options.onPress();
  });
  return { root: control, setEnabled: (enabled) => (control.disabled = !enabled) };
}

/** Whether Enter in this event's target should run the form: true in a text field. */
export function isTextField(target: EventTarget | null): boolean {
  return target instanceof Element && target.localName === "vscode-text-field";
}

type ToolkitElement = HTMLElement & { value: string; disabled: boolean; checked: boolean };

function toolkitElement(tag: string, attributes: Attributes): ToolkitElement {
  const made = document.createElement(tag) as ToolkitElement;
  setAttributes(made, attributes);
  return made;
}
