// What a buyer replied to the organizer's questions, with the words the question had then.

import type { Reply } from '#core/contracts/questions.ts';
import { replyText } from '#core/questions.ts';
import { t } from '../../language.ts';

export function Replies({ replies }: { replies: readonly Reply[] }) {
  if (replies.length === 0) return null;
  return (
    <ul class="replies">
      {replies.map((reply) => (
        <li key={reply.questionId}>
          <span class="soft">{reply.label}:</span> {replyText(reply, t().common.yes)}
        </li>
      ))}
    </ul>
  );
}
