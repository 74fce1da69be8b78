using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Traceboard.Migrations;

/// <summary>A time as its UTC ticks (100 ns), which sort as times do.</summary>
public sealed class UtcTicks() : ValueConverter<DateTimeOffset, long>(
    time => time.UtcTicks,
    ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
