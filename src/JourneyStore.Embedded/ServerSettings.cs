using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace JourneyStore.Embedded;

/// <summary>
/// The settings file, written anew at each start and included by the cluster's own <c>postgresql.conf</c>: nothing has to
/// pass through a command line, where every user of the machine could read it and every shell would quote it differently.
/// </summary>
internal static partial class ServerSettings
{
    public const string IncludeLine = "include '../server.conf'";

    /// <summary>The port that the user insists on, if any; <see cref="Check"/> has seen to it that it is a number.</summary>
    public static int? FixedPort(LocalServerOptions options) =>
        options.Settings.Where(IsPort).Select(setting => (int?)int.Parse(setting.Value, CultureInfo.InvariantCulture)).FirstOrDefault();

    /// <summary>Refuses, before anything is touched, what no settings file can hold.</summary>
    /// <exception cref="ArgumentException">A setting has a name or a value that cannot be one.</exception>
    public static void Check(LocalServerOptions options)
    {
        foreach (var setting in options.Settings)
        {
            var (name, value) = setting;
            if (!SettingName().IsMatch(name) || value.AsSpan().ContainsAny('\n', '\r', '\0'))
                throw new ArgumentException($"'{name}' = '{value}' is not a PostgreSQL setting: a name of letters, digits, _ and ., and a value of one line were expected.", nameof(options));
            if (IsPort(setting) && !(int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536))
                throw new ArgumentException($"The setting 'port' must be a number from 1 to 65535; found '{value}'.", nameof(options));
        }
    }

    public static void Write(ClusterFolder folder, LocalServerOptions options, int port)
    {
        var settings = Defaults();
        settings["unix_socket_directories"] = ServerSocket.Setting(folder);
        foreach (var (name, value) in options.Settings) settings[name] = value;
        settings["port"] = port.ToString(CultureInfo.InvariantCulture);

        var text = new StringBuilder("# Written at each start of the private server; change LocalServerOptions.Settings instead.\n");
        foreach (var (name, value) in settings)
            text.Append(name).Append(" = '").Append(value.Replace("\\", "\\\\").Replace("'", "''")).Append("'\n");
        File.WriteAllText(folder.Settings, text.ToString());
        if (OperatingSystem.IsWindows()) return;
        // The server's account must read it; it holds no secret.
        File.SetUnixFileMode(folder.Settings, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
    }

    private static bool IsPort(KeyValuePair<string, string> setting) => setting.Key.Equals("port", StringComparison.OrdinalIgnoreCase);

    private static Dictionary<string, string> Defaults() => new(StringComparer.OrdinalIgnoreCase)
    {
        // Only this machine.
        ["listen_addresses"] = "127.0.0.1",
        ["password_encryption"] = "scram-sha-256",
        ["max_connections"] = "100",
        ["shared_buffers"] = SharedBuffers(),
        // Accepted means kept: said aloud, so that no template or image default can turn it off.
        ["fsync"] = "on",
        ["synchronous_commit"] = "on",
        ["full_page_writes"] = "on",
        ["max_wal_size"] = "2GB",
        ["checkpoint_timeout"] = "15min",
        ["autovacuum"] = "on",
        // Compiling plans costs more than it saves on short statements.
        ["jit"] = "off",
        ["timezone"] = "UTC",
        ["log_timezone"] = "UTC",
        ["lc_messages"] = "C",
        ["logging_collector"] = "off",
        ["log_checkpoints"] = "off",
        // Customers' data must not reach the log by way of a failed statement or the detail of a constraint.
        ["log_min_error_statement"] = "panic",
        ["log_error_verbosity"] = "terse",
    };

    /// <summary>A quarter of the memory this process may count on, within sensible limits for a guest on the machine.</summary>
    private static string SharedBuffers()
    {
        var quarter = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 / (1024 * 1024);
        return Math.Clamp(quarter, 16, 512).ToString(CultureInfo.InvariantCulture) + "MB";
    }

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_.]*\z")]
    private static partial Regex SettingName();
}
