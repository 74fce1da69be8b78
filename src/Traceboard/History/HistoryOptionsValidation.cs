using Microsoft.Extensions.Options;

namespace Traceboard.History;

/// <summary>Reports all faults of the options together, each with its key.</summary>
internal sealed class HistoryOptionsValidation : IValidateOptions<HistoryOptions>
{
    public ValidateOptionsResult Validate(string? name, HistoryOptions options)
    {
        var faults = new List<string>();
        if (string.IsNullOrWhiteSpace(options.DataDirectory))
            faults.Add("Traceboard:DataDirectory is empty: name a directory that Traceboard may write to.");
        if (options.Storage.Provider is not ("Sqlite" or "PostgreSql"))
            faults.Add($"Traceboard:Storage:Provider is '{options.Storage.Provider}': write Sqlite or PostgreSql.");
        if (options.Storage.Provider == "PostgreSql" && string.IsNullOrWhiteSpace(options.Storage.ConnectionString))
            faults.Add("Traceboard:Storage:ConnectionString is empty: PostgreSQL needs one, such as Host=db;Database=traceboard;Username=traceboard.");
        if (options.Storage.Retention < TimeSpan.FromDays(1))
            faults.Add($"Traceboard:Storage:Retention is {options.Storage.Retention}: keep at least a day (1.00:00:00).");
        return faults.Count > 0 ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }
}
