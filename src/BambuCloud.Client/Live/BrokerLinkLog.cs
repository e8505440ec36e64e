using System.Globalization;
using MQTTnet.Diagnostics.Logger;

namespace BambuCloud.Client.Live;

/// <summary>What MQTTnet warns of, as lines of the link's trace. Its finer levels tell of every packet, at a price for each.</summary>
internal sealed class BrokerLinkLog(IBrokerLinkObserver observer, Func<string, string> redacted) : IMqttNetLogger
{
    public bool IsEnabled => observer.IsTraced;

    public void Publish(MqttNetLogLevel logLevel, string source, string message, object[] parameters, Exception exception)
    {
        if (logLevel >= MqttNetLogLevel.Warning && observer.IsTraced)
        {
            string text = parameters is { Length: > 0 } ? string.Format(CultureInfo.InvariantCulture, message, parameters) : message;
            observer.Trace(
                redacted($"MQTTnet {logLevel}: {text}{(exception is null ? "" : $" ({exception.GetBaseException().Message})")}"));
        }
    }
}
