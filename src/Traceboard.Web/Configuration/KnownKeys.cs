using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Traceboard.Clusters;
using Traceboard.History;
using Traceboard.Sources;
using Traceboard.Web.Access;

namespace Traceboard.Web.Configuration;

/// <summary>
/// Finds keys under <c>Traceboard</c> that no options class knows, and values of the wrong kind. A mistyped key would
/// otherwise be ignored in silence, and its default would rule.
/// </summary>
internal static class KnownKeys
{
    private static readonly Type[] Roots = [typeof(ClustersOptions), typeof(SourcesOptions), typeof(HistoryOptions), typeof(NotificationsOptions), typeof(AccessOptions)];

    /// <summary>One for each fault.</summary>
    public static IReadOnlyList<KeyFault> Faults(IConfiguration traceboard)
    {
        var faults = new List<KeyFault>();
        var properties = Roots.SelectMany(Properties).ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var child in traceboard.GetChildren())
            Visit(child, properties, faults);
        return faults;
    }

    private static void Visit(IConfigurationSection section, Dictionary<string, PropertyInfo> known, List<KeyFault> faults)
    {
        if (!known.TryGetValue(section.Key, out var property))
        {
            var meant = Nearest(section.Key, known.Keys);
            faults.Add(new KeyFault(
                section.Path,
                $"{section.Path} is not a known key.{(meant is null ? "" : $" Did you mean {meant}?")} Known here: {string.Join(", ", known.Values.Select(p => p.Name))}.",
                meant));
            return;
        }

        Check(section, property.PropertyType, faults);
    }

    private static void Check(IConfigurationSection section, Type type, List<KeyFault> faults)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (ElementType(type) is { } element)
        {
            if (section.Value is { Length: > 0 })
                faults.Add(new KeyFault(section.Path, $"{section.Path} is a list, but '{section.Value}' was given. Write [ … ]."));
            var items = section.GetChildren().ToList();
            if (items.Count > 0 && !items.Exists(item => int.TryParse(item.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
            {
                faults.Add(new KeyFault(section.Path, $"{section.Path} is a list, but a single section was given. Write [ {{ … }} ].", $"{section.Key}:0"));
                return;
            }

            foreach (var item in items)
            {
                if (int.TryParse(item.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                    Check(item, element, faults);
                else
                    faults.Add(new KeyFault(item.Path, $"{item.Path}: {section.Path} is a list, so its entries are numbered."));
            }

            return;
        }

        var converter = TypeDescriptor.GetConverter(type);
        if (type == typeof(string) || (converter.CanConvertFrom(typeof(string)) && type != typeof(object)))
        {
            if (section.GetChildren().Any())
                faults.Add(new KeyFault(section.Path, $"{section.Path} is a single value, but a section was given. Write \"…\"."));
            else if (section.Value is { Length: > 0 } value && !IsValid(converter, type, value))
                faults.Add(new KeyFault(section.Path, $"{section.Path} must be {Describe(type)}, but '{value}' was given."));
            return;
        }

        if (section.Value is { Length: > 0 })
            faults.Add(new KeyFault(section.Path, $"{section.Path} is a section, but '{section.Value}' was given. Write {{ … }}."));
        var properties = Properties(type).ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var child in section.GetChildren())
            Visit(child, properties, faults);
    }

    private static IEnumerable<PropertyInfo> Properties(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance);

    private static Type? ElementType(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IList<>) ? type.GetGenericArguments()[0] : null;

    private static bool IsValid(TypeConverter converter, Type type, string value)
    {
        if (type == typeof(string) || type == typeof(Secret))
            return true;
        try
        {
            return converter.ConvertFromInvariantString(value) is not null;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            return false;
        }
    }

    private static string Describe(Type type) =>
        type == typeof(bool) ? "true or false"
        : type == typeof(TimeSpan) ? "a time span such as 730.00:00:00"
        : type == typeof(int) || type == typeof(long) ? "a whole number"
        : type.Name;

    private static string? Nearest(string key, IEnumerable<string> known)
    {
        var best = known.Select(name => (Name: name, Distance: Distance(key.ToUpperInvariant(), name.ToUpperInvariant()))).OrderBy(candidate => candidate.Distance).FirstOrDefault();
        return best.Name is not null && best.Distance <= Math.Min(3, key.Length / 2) ? best.Name : null;
    }

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}

/// <summary>A key that is not known, or whose value is of the wrong kind.</summary>
/// <param name="Path">The key, with its sections.</param>
/// <param name="Message">One line: the key and the remedy.</param>
/// <param name="Meant">The key of the same section that was probably meant, or null.</param>
internal sealed record KeyFault(string Path, string Message, string? Meant = null);

/// <summary>The part of the configuration under <c>Traceboard</c> that tells whom to notify; no channel exists yet.</summary>
internal sealed class NotificationsOptions
{
    /// <summary>Must be empty in this version.</summary>
    public IList<string> Notifications { get; init; } = [];
}
