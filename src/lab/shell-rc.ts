import type {HostName} from '../course/lesson.ts';

/** Where the shell's start file lies in a host's working directory. */
export const shellRcPath = '.lab/bashrc';

/**
 * The start file of every lab shell. It prints marks (OSC 133, with the lab's nonce) around prompts and
 * commands, and defines `lab`. bash ≥ 4.4 has PS0 for "a command starts"; older ones (macOS ships 3.2) get
 * the same mark from a DEBUG trap.
 */
export function renderShellRc(host: HostName, nonce: string): string {
  return `# Start file of the lab's shells: marks for the course, a prompt, and the command \`lab\`.
[ -n "$NO_COLOR" ] || __lab_bold=$'\\e[1;36m' __lab_plain=$'\\e[0m'
__lab_nonce=${nonce}
__lab_root=$PWD
__lab_rc=\${BASH_SOURCE[0]}
[[ $__lab_rc == /* ]] || __lab_rc=$PWD/$__lab_rc
HISTCONTROL= HISTIGNORE= HISTTIMEFORMAT= HISTSIZE=1000 HISTFILE=\${__lab_rc%/*}/history
shopt -s histappend checkwinsize cmdhist
shopt -u histverify
# A message may have an exclamation mark in it.
set +H
# Ctrl-S would stop all output until Ctrl-Q, without a word.
stty -ixon 2>/dev/null
[ -r /usr/share/bash-completion/bash_completion ] && . /usr/share/bash-completion/bash_completion
[ -z "$NO_COLOR" ] && type dircolors >/dev/null 2>&1 && alias ls='ls --color=auto'
${host === 'workspace' ? insteadOfEditors : ''}
__lab_command() {
  local line
  line=$(HISTTIMEFORMAT= builtin history 1)
  while [[ $line == ' '* ]]; do line=\${line# }; done
  while [[ $line == [0-9]* ]]; do line=\${line#?}; done
  line=\${line#\\*}; while [[ $line == ' '* ]]; do line=\${line# }; done
  line=\${line//\\\\/\\\\x5c}; line=\${line//;/\\\\x3b}; line=\${line//$'\\n'/\\\\x0a}
  line=\${line//$'\\t'/\\\\x09}; line=\${line//$'\\e'/\\\\x1b}; line=\${line//$'\\a'/\\\\x07}
  builtin printf '\\e]133;%s;%s;%s\\a' "\${1:-C}" "$__lab_nonce" "$line"
}

__lab_prompt() {
  local code=$?
  # A line that bash could not read (an open bracket, say) is in the history, but nothing of it has run.
  if ((code == 2 || code == 258)) && [[ $__lab_at_prompt == 1 && $HISTCMD != "$__lab_lines" ]]; then
    code=2
    __lab_command R
  fi
  __lab_lines=$HISTCMD
  builtin printf '\\e]133;D;%s;%s\\a' "$__lab_nonce" "$code"
  # A program that left its line unfinished must not push the prompt away from the left: a line's width of blanks
  # ends up on a new line unless the old one was empty.
  [ -z "$__lab_prompted" ] || builtin printf '%*s\\r\\e[K' "$((\${COLUMNS:-80} - 1))" ''
  __lab_prompted=1
  builtin history -a 2>/dev/null
  local here=
  [[ $PWD == "$__lab_root"/* ]] && here=/\${PWD#"$__lab_root"/}
  [[ $PWD == "$__lab_root"* ]] || here=" $PWD"
  PS1="\\[\\e]133;A;$__lab_nonce\\a$__lab_bold\\]${host}$here\\$\\[$__lab_plain\\] "
  __lab_at_prompt=1
  return $code
}

if [ -z "$LAB_NO_PS0" ] && ((BASH_VERSINFO[0] > 4 || (BASH_VERSINFO[0] == 4 && BASH_VERSINFO[1] >= 4))); then
  PS0='\${PS0:__lab_at_prompt=0:0}$(__lab_command)'
else
  __lab_debug() {
    [ "$__lab_at_prompt" = 1 ] && [ -z "$COMP_LINE" ] && [ "$BASH_COMMAND" != __lab_prompt ] || return 0
    __lab_at_prompt=0
    __lab_command
  }
  trap __lab_debug DEBUG
fi
PROMPT_COMMAND=__lab_prompt

# lab kill|start|pause|resume HOST: what happens to machines, not to programs. The course answers on this terminal.
lab() {
  local words="kill start pause resume" id=$RANDOM$RANDOM line
  if [[ $# != 2 || " $words " != *" $1 "* ]]; then
    echo "usage: lab kill HOST | lab start HOST | lab pause HOST | lab resume HOST"
    echo "  HOST is a server of this lesson, for example broker-1."
    return 2
  fi
  stty -echo </dev/tty
  builtin printf '\\e]7733;%s;%s;%s;%s\\a' "$__lab_nonce" "$id" "$1" "$2" >/dev/tty
  while IFS= read -r -t 90 line </dev/tty; do
    [[ $line == "lab $id "* ]] && break
    line=
  done
  stty echo </dev/tty
  if [ -z "$line" ]; then
    echo "lab: the course did not answer within 90 s."
    return 1
  fi
  line=\${line#"lab $id "}
  echo "\${line#* }"
  return "\${line%% *}"
}
`;
}

/** The image of this host has none, and what is written here can be written with the person's own. */
const insteadOfEditors = `for __lab_editor in vi vim nano; do
  type "$__lab_editor" >/dev/null 2>&1 || eval "$__lab_editor() {
    echo 'This host has no such editor. In the lesson the key e opens your own, on the very same folder.'
    return 127
  }"
done
`;

/** What the course writes to a shell that waits in \`lab\`: the exit code and one sentence. */
export function renderLabAnswer(requestId: string, exitCode: number, message: string): string {
  return `lab ${requestId} ${exitCode} ${message.replace(/[\r\n\x00-\x1f]+/g, ' ')}\n`;
}
