using Microsoft.Extensions.Options;
using Traceboard.Images.Conventions;
using Traceboard.Sources.Mapping;

namespace Traceboard.Sources.Tracing;

/// <summary>Tells all faults of mapping rules and tag patterns together, each with its configuration key.</summary>
internal sealed class SourceRulesValidator : IValidateOptions<SourcesOptions>
{
    public ValidateOptionsResult Validate(string? name, SourcesOptions options)
    {
        List<string> faults = [];
        _ = SourceMapping.From(options, faults);
        _ = ConfirmedRepository.Read(options, faults);
        for (var i = 0; i < options.Tags.Count; i++)
        {
            try
            {
                _ = TagPattern.Parse(options.Tags[i] ?? "");
            }
            catch (FormatException fault)
            {
                faults.Add($"Traceboard:Tags:{i}: {fault.Message}");
            }
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
