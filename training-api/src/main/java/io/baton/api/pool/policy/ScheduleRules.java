package io.baton.api.pool.policy;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.pool.PolicySchedule;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** Schedules that can be followed. */
final class ScheduleRules {
  private static final CronParser UNIX =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  private ScheduleRules() {}

  /**
   * Looks at each.
   *
   * @throws InvalidFieldException for one that is no cron expression, or that never opens
   */
  static void require(List<PolicySchedule> schedules, Instant now) {
    for (int i = 0; i < schedules.size(); i++) {
      PolicySchedule schedule = schedules.get(i);
      String field = "schedules[" + i + "].cron";
      Cron cron = parsed(field, schedule.cron());
      if (ExecutionTime.forCron(cron)
          .nextExecution(now.atZone(ZoneId.of(schedule.timeZone())))
          .isEmpty()) {
        throw new InvalidFieldException(
            field, "must be a time that comes: '" + schedule.cron() + "' never does");
      }
    }
  }

  private static Cron parsed(String field, String text) {
    try {
      return UNIX.parse(text).validate();
    } catch (IllegalArgumentException e) {
      throw new InvalidFieldException(
          field,
          "must be five fields of cron (minute, hour, day of the month, month, day of the week), such as"
              + " '0 8 * * 1-5', not '"
              + text
              + "': "
              + e.getMessage());
    }
  }
}
