using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Primitives;

namespace Traceboard.Web.Configuration;

/// <summary>A JSON file that is loaded anew when it changes; while it is missing or not JSON, what it last said holds.</summary>
internal sealed class LastGoodJsonSource : JsonConfigurationSource
{
    public override IConfigurationProvider Build(IConfigurationBuilder builder)
    {
        EnsureDefaults(builder);
        return new LastGood(this);
    }

    private sealed class LastGood : JsonConfigurationProvider
    {
        private readonly IDisposable _watch;
        private bool _loaded;

        public LastGood(LastGoodJsonSource source)
            : base(source) => _watch = ChangeToken.OnChange(() => source.FileProvider!.Watch(source.Path!), LoadAnew);

        public override void Load(Stream stream)
        {
            var before = Data;
            try
            {
                base.Load(stream);
                _loaded = true;
            }
            catch (FormatException) when (_loaded)
            {
                // Half written, or wrong: a start would be refused with the reason, a running process goes on.
                Data = before;
            }
        }

        protected override void Dispose(bool disposing)
        {
            _watch.Dispose();
            base.Dispose(disposing);
        }

        private void LoadAnew()
        {
            if (!_loaded || Source.FileProvider?.GetFileInfo(Source.Path!).Exists is not true)
                return;
            try
            {
                Load();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                // It went away or may not be read while it is replaced: the next change of it tells again.
            }
        }
    }
}
